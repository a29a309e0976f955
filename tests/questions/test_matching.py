"""A question that was answered is found in other words, and only while readers may see it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from companies import indexing
from companies.mentions import Name
from companies.models import Company, Ownership
from questions.answering.giving import answer
from questions.matching.finding import as_typed, duplicates_of, similar, similar_open
from questions.matching.likeness import Kin, likeness
from questions.matching.names import Names
from questions.matching.terms import keep_up
from questions.matching.understanding import understand
from questions.models import Question, Term
from tests.factories import make_article, make_company, make_family, make_model, make_product

pytestmark = pytest.mark.django_db


def _named(record: Any, *aliases: str) -> Any:
    """A record with its names as its form saves them."""
    for alias in aliases:
        record.aliases.create(text=alias)
    indexing.saved(record)
    return record


def _answered(text: str, **values: Any) -> Question:
    question = Question.objects.create(text=text, slug="asked", **values)
    answer(question, text="<p>So it is.</p>", by=None, published_from=timezone.now())
    return question


def _found(text: str) -> list[str]:
    return [match.text for match in similar(text)]


@pytest.fixture
def umbra() -> Company:
    """A company with a name in each script."""
    return _named(make_company("Umbralis", native_name="影子公司"), "Umbral House")


PRICE, FOUNDED = "How much does Umbralis cost?", "Who founded Umbralis?"


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("umbralis price", PRICE),
        ("What do I have to pay for Umbral House?", PRICE),
        ("ＵＭＢＲＡＬＩＳ：ｈｏｗ ｅｘｐｅｎｓｉｖｅ?", PRICE),
        ("What does 影子公司 cost", PRICE),
        ("pricing of umbrails", PRICE),
        ("Umbralis's founder?", FOUNDED),
        ("By whom was Umbral House started", FOUNDED),
        ("Can I use Umbralis outside of China?", "Is Umbralis available internationally?"),
        ("影子公司要花钱吗", "影子公司收费吗？"),
        ("国外能不能用Umbralis", "影子公司在海外可以使用吗？"),
    ],
)
def test_the_same_thing_in_other_words_is_found(asked: str, known: str, umbra: Company) -> None:
    _answered(known)
    assert _found(asked) == [known]


@pytest.mark.parametrize(
    "asked",
    [
        "How much does Penumbra cost?",
        "Where is Umbralis based?",
        "When was Umbralis founded?",
        "How much do things cost?",
        "Umbralis 多少钱？",
        "",
        "?!",
        "\x00",
        "x" * 5000,
    ],
)
def test_another_thing_or_another_record_is_not(asked: str, umbra: Company) -> None:
    _named(make_company("Penumbra"))
    _answered(PRICE)
    _answered(FOUNDED)
    assert _found(asked) == []


def test_the_owner_of_what_is_asked_about_makes_no_difference(umbra: Company) -> None:
    holding = _named(make_company("Eclipse Holdings"))
    Ownership.objects.create(owner=holding, owned=umbra, type=Ownership.Type.PARENT)
    _named(make_product("Duskpad", owner=umbra))
    known = "What does Duskpad cost?"
    _answered(known)
    for asked in ("price of Umbralis's Duskpad", "price of Duskpad by Eclipse", "Duskpad price"):
        assert _found(asked) == [known]
    assert _found("price of Umbralis") == []


def test_a_family_is_its_only_model_until_it_has_another(umbra: Company) -> None:
    family = _named(make_family("Gloaming", developer=umbra))
    _named(make_model("Gloaming 2", developer=umbra, family=family))
    _answered("Is Gloaming 2 open source?")
    assert _found("Is Gloaming open source?") == ["Is Gloaming 2 open source?"]
    assert _found("Is Gloaming 3 open source?") == []
    _named(make_model("Gloaming 3", developer=umbra, family=family))
    assert _found("Is Gloaming open source?") == []


def test_what_readers_may_not_see_is_never_offered(umbra: Company) -> None:
    for text in ("What does Umbralis cost?", "Umbralis price?", "How expensive is Umbralis?"):
        Question.objects.create(text=text, slug="asked")
    private = _answered("Price of Umbralis?")
    answer(private, text="<p>So it is.</p>", by=None, published_from=None)
    planned = Question.objects.create(text="Umbralis pricing?", slug="asked")
    tomorrow = timezone.now() + timedelta(days=1)
    answer(planned, text="<p>So it is.</p>", by=None, published_from=tomorrow)
    waiting = Question.objects.create(text="Cost of Umbralis?", slug="asked", article=make_article())
    answer(waiting, text="<p>So it is.</p>", by=None, published_from=None)
    assert similar(PRICE) == as_typed("Umbralis p") == as_typed("What does") == similar_open(PRICE) == []
    assert [match.id for match in similar(PRICE, at=tomorrow)] == [planned.pk]


def test_what_is_answered_changed_and_withdrawn_counts_at_once(umbra: Company) -> None:
    question = Question.objects.create(text=PRICE, slug="asked")
    assert _found("Umbralis price") == []
    answer(question, text="<p>So it is.</p>", by=None, published_from=timezone.now())
    assert _found("Umbralis price") == [PRICE]
    question.refresh_from_db()
    question.text = FOUNDED
    question.save()
    assert (_found("Umbralis price"), _found("founder of Umbralis")) == ([], [FOUNDED])
    question.state, question.reason = Question.State.DECLINED, "We do not know."
    question.save(update_fields=["state", "reason"])
    assert _found("founder of Umbralis") == []


def test_a_new_name_of_a_record_counts_at_once(umbra: Company) -> None:
    _answered(PRICE)
    _answered("What does Nightfall sell?")
    assert _found("price of Nightfall") == []
    _named(umbra, "Nightfall")
    assert _found("price of Nightfall") == [PRICE]
    assert _found("What things does Umbralis sell?") == ["What does Nightfall sell?"]
    umbra.aliases.filter(text="Nightfall").delete()
    indexing.saved(umbra)
    assert _found("price of Nightfall") == []
    assert _found("What things does Umbralis sell?") == []


@pytest.mark.parametrize(
    "typed", ["How much d", "How much does Umb", "umbralis", "Umbr", "umbralis co", "what does umbralis cos"]
)
def test_offers_come_from_the_first_words_on(typed: str, umbra: Company) -> None:
    _answered(PRICE)
    assert [match.text for match in as_typed(typed)] == [PRICE]


def test_while_one_types_what_leads_elsewhere_is_not_offered(umbra: Company) -> None:
    _answered(PRICE)
    for typed in ("H", "Who", "Where is Umb", "umbralis founder", "Penumbra co", "多少"):
        assert as_typed(typed) == []


def test_editors_are_shown_what_may_be_a_duplicate(umbra: Company) -> None:
    first = Question.objects.create(text=PRICE, slug="asked")
    again = Question.objects.create(text="Umbralis price?", slug="asked")
    Question.objects.create(text=PRICE, slug="asked", state=Question.State.SPAM)
    known = _answered("What is the price of Umbralis?")
    assert {match.id for match in duplicates_of(again)} == {first.pk, known.pk}
    opened = Question.objects.create(text=PRICE, slug="asked", state=Question.State.OPEN)
    assert [match.id for match in similar_open("Umbralis price")] == [opened.pk]


def test_what_was_read_by_other_tables_is_read_again(umbra: Company) -> None:
    _answered(PRICE)
    Term.objects.all().delete()
    assert _found("Umbralis price") == []
    assert (keep_up(), keep_up()) == (1, 0)
    assert _found("Umbralis price") == [PRICE]


@pytest.mark.parametrize("ask", [similar, as_typed])
def test_the_number_of_queries_does_not_grow(ask: Any, umbra: Company) -> None:
    _answered(PRICE)
    counts = []
    for more in (0, 30):
        for n in range(more):
            _named(make_company(f"Umbrant {n}"))
            _answered(f"Umbralis price in year {n}?")
        ask("Umbralis price")
        with CaptureQueriesContext(connection) as queries:
            ask("Umbralis price")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16


NAMES = Names(
    Name(text, record) for record, text in ((1, "Umbralis"), (1, "影子"), (2, "Duskpad"), (2, "Dusk-Pad 1"))
)
WORDS = ["price", "founder", "Europe", "API", "Umbralis", "Duskpad", "video", "why", "2026", "licence"]
NOBODY = Kin({}, {})


class Laws(TestCase):
    """What makes no difference to what a question asks."""

    @given(st.permutations(WORDS))
    def test_the_order_of_words(self, words: list[str]) -> None:
        assert understand(" ; ".join(words), NAMES) == understand(" ; ".join(WORDS), NAMES)

    @given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5), st.data())
    def test_case_and_width(self, words: list[str], data: Any) -> None:
        text = " ".join(words)
        other = "".join(
            data.draw(st.sampled_from([c, c.upper(), c.lower(), chr(ord(c) + 0xFEE0) if c.isalnum() else c]))
            for c in text
        )
        assert understand(other, NAMES) == understand(text, NAMES)

    @given(st.text(max_size=60), st.text(max_size=60))
    def test_likeness_is_mutual_and_never_more_than_one(self, one: str, other: str) -> None:
        a, b = understand(one, NAMES), understand(other, NAMES)
        assert likeness(a, b, NOBODY) == pytest.approx(likeness(b, a, NOBODY))
        assert 0 <= likeness(a, b, NOBODY) <= 1
        assert likeness(a, a, NOBODY) in (0, 1)

    @given(
        st.sampled_from(
            ["What does {} cost?", "Who owns {} and why?", "{}: is it open source", "price of {}"]
        )
    )
    def test_the_names_of_a_record(self, question: str) -> None:
        asked = [
            understand(question.format(name), NAMES) for name in ("Umbralis", "影子", "umbralis", "umbrails")
        ]
        assert len({*asked}) == 1
