"""What holds of the search whatever is written and whatever is asked."""

import re
from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Article
from articles.publishing import publish, schedule, withdraw
from search.documents import look_up
from search.engines import Narrow, engine
from search.finding import QueryTooLong
from search.highlighting import cut, marks
from search.models import Document
from search.reading import LONGEST, Part, read
from search.rebuilding import rebuild
from search.suggesting import suggest
from search.words import phrase, terms
from tests.factories import make_article

#: Signs that mean something to one of the two databases, and letters of both scripts.
SIGNS = st.text(st.sampled_from("\"'*:&|!()<>-+^{}[]\\%_.;,?~/ \x00aZ9é云算ＡＲ"), max_size=60)
#: Every how many documents hold a word.
WORDS = {"dusk": 1, "umbra": 2, "eclipse": 5, "penumbra": 90}
WORD = st.from_regex(r"[a-z]{5,12}|[\u4e00-\u9fa5]{2,5}|[a-z]{3}[0-9]\.[0-9]", fullmatch=True)


class AskingTest(TestCase):
    """Any signs are only signs."""

    @given(SIGNS)
    def test_no_query_fails(self, query: str) -> None:
        """Neither a search nor a suggestion."""
        look_up(query)
        suggest(query)


@given(st.text(max_size=200), st.lists(WORD, max_size=3))
def test_marks_lie_in_the_text_in_order_and_apart(text: str, asked: list[str]) -> None:
    parts = [_part(word) for word in asked]
    text = f"{text} {' '.join(asked)}"
    shown, places = cut(text, parts)
    for body, found in ((text, marks(text, parts)), (shown, places)):
        edges = [edge for pair in found for edge in pair]
        assert edges == sorted(set(edges)) and all(0 <= edge <= len(body) for edge in edges)
    assert bool(marks(text, parts)) == bool(asked)


@given(WORD)
def test_what_is_indexed_of_a_word_is_what_is_looked_for(word: str) -> None:
    held = f" {' '.join(terms(f'Before {word}, after.'))} "
    assert f" {' '.join(phrase(word))} " in held


class NewestTest(TestCase):
    """How the newest are found says nothing of which they are."""

    @classmethod
    def setUpTestData(cls) -> None:
        """Documents of two kinds and every day, so far apart that each has its own neighbours."""
        first = timezone.localdate() - timedelta(days=400)
        Document.objects.bulk_create(
            Document(
                pk=1 + n * 1_000,
                kind="article" if n % 3 else "question",
                object_id=n,
                terms=" ".join(word for word, every in WORDS.items() if n % every == 0),
                title="here" if n % 7 == 0 else "",
                dated=first + timedelta(days=n),
            )
            for n in range(400)
        )

    @given(
        st.sets(st.sampled_from([*WORDS]), min_size=1),
        st.integers(1, 50),
        st.sampled_from([(), ("article",), ("question", "article")]),
        st.none() | st.integers(1, 400),
        st.none() | st.integers(1, 400),
    )
    def test_what_is_common_is_found_as_what_is_rare(
        self, words: set[str], limit: int, kinds: tuple[str, ...], after: int | None, before: int | None
    ) -> None:
        """The newest that hold all, of some kinds and days."""
        today = timezone.localdate()
        days = [today - timedelta(days=ago) if ago else None for ago in (after, before)]
        narrow, needed = Narrow(kinds, *days), [[(word,)] for word in sorted(words)]
        right = [
            document.pk
            for document in Document.objects.order_by("-pk")
            if words <= {*document.terms.split()} and narrow.holds(document.kind, document.dated)
        ]
        with engine().asking():
            for common in (True, False):
                assert engine().newest(needed, limit, narrow, common=common) == right[:limit]


def _part(word: str) -> Part:
    return Part([phrase(word)], word)


@pytest.mark.django_db
def test_an_article_is_found_by_each_rare_word_of_it_while_it_is_live() -> None:
    words = ["Gloaming", "penumbral", "暮光之城", "quux9.5", "naïveté", "Ｕｍｂｒａ"]
    article = make_article(f"{words[0]} at dusk", body=f"<p>Some {', '.join(words[1:])} here.</p>")
    seen = lambda at=None: [[hit.of for hit in look_up(word, at=at).hits] for word in words]  # noqa: E731
    assert not any(seen())
    soon = timezone.now() + timedelta(hours=1)
    schedule(article, by=None, at=soon)
    assert not any(seen())
    assert seen(soon) == [[article.pk]] * len(words)
    publish(article, by=None)
    assert seen() == [[article.pk]] * len(words)
    assert seen(timezone.now() - timedelta(hours=1)) == [[]] * len(words)
    withdraw(Article.objects.get(pk=article.pk), by=None, note="Gone.")
    assert not any(seen())


@pytest.mark.django_db
def test_the_index_is_the_same_when_it_is_built_anew() -> None:
    publish(make_article("Gloaming", body="<p>Penumbral.</p>"), by=None)

    def kept() -> list[tuple[str, ...]]:
        rows = Document.objects.order_by("kind", "object_id")
        return list(rows.values_list("kind", "object_id", "title", "terms"))

    before = kept()
    Document.objects.update(terms="", title="")
    Document.objects.create(kind="article", object_id=10**9, names="", text="")
    assert not look_up("penumbral").hits
    call_command("migrate", verbosity=0)
    assert kept() == before
    assert len(look_up("penumbral").hits) == 1
    told = StringIO()
    call_command("rebuild_index", stdout=told)
    assert "article: 1" in told.getvalue() and kept() == before


@pytest.mark.django_db
def test_a_long_query_is_refused_in_a_sentence() -> None:
    with pytest.raises(QueryTooLong, match=re.escape(f"at most {LONGEST} letters")):
        read("x" * (LONGEST + 1), set)


@pytest.mark.django_db
def test_what_is_published_while_the_index_is_built_anew_stays_in_it() -> None:
    publish(make_article("Gloaming"), by=None)
    building = rebuild()
    next(building)
    publish(make_article("Penumbral"), by=None)
    for _ in building:
        pass
    assert [len(look_up(word).hits) for word in ("gloaming", "penumbral")] == [1, 1]


@pytest.mark.django_db
def test_what_is_rolled_back_leaves_the_index_as_it_was() -> None:
    with suppress(KeyError), transaction.atomic():
        publish(make_article("Gloaming"), by=None)
        assert len(look_up("gloaming").hits) == 1
        raise KeyError
    assert not look_up("gloaming").hits and not Document.objects.exists()


@pytest.mark.django_db
def test_an_article_that_expires_is_found_until_then() -> None:
    over = timezone.now() + timedelta(hours=1)
    publish(make_article("Gloaming"), by=None, expires_at=over)
    assert len(look_up("gloaming", at=over - timedelta(seconds=1)).hits) == 1
    assert not look_up("gloaming", at=over).hits
