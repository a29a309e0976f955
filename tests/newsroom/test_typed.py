"""Figures typed by hand are held against the ledger: cited, kept with a reason, or made a fact."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from facts.models import Fact, Metric
from newsroom.importing.suggestions import NotAccepted
from newsroom.writing import deciding as writing
from newsroom.writing.typed import Finding
from tests.editing import signed_in
from tests.factories import make_article, make_company, make_fact, make_model, make_product

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


@pytest.fixture
def fact() -> Fact:
    """172 million people use Umbra Chat each month."""
    return make_fact(make_product("Umbra Chat"), value=172 * 10**6, source="A count")


def look(*paragraphs: str, **values: Any) -> list[Finding]:
    return writing.look(None, body="".join(f"<p>{words}</p>" for words in paragraphs), **values)


def said(*paragraphs: str, **values: Any) -> list[tuple[str, str, str]]:
    """What is found, as kind, words and what the fact would put in their place."""
    found = look(*paragraphs, **values)
    return [(finding.kind, finding.typed.words, finding.instead) for finding in found]


# What is found


@pytest.mark.parametrize(
    "words", ["172 million", "171.6 million", "over 160 million", "about 170 million", "1.72亿"]
)
def test_what_agrees_is_offered_to_cite_the_fact(fact: Fact, words: str) -> None:
    (finding,) = look(f"Umbra Chat has {words} monthly active users.")
    assert (finding.kind, finding.fact, finding.instead) == ("agrees", fact, "")


def test_what_says_otherwise_is_pointed_out_with_the_facts_value(fact: Fact) -> None:
    assert said("Umbra Chat has 163 million monthly active users.") == [
        ("otherwise", "163 million", "172 million")
    ]


def test_the_word_before_a_value_goes_with_it(fact: Fact) -> None:
    (finding,) = look("Umbra Chat has more than 180 million monthly active users.")
    assert [place.words for place in finding.places] == ["more than 180 million"]


def test_what_is_cited_already_is_left_alone(fact: Fact) -> None:
    cited = f'<data value="fact:{fact.pk}">163 million</data>'
    assert said(f"Umbra Chat has {cited} monthly active users.") == []


def test_a_heading_says_what_it_is_about_and_is_not_asked_to_cite(fact: Fact) -> None:
    body = "<h2>Umbra Chat has 163 million users</h2><p>It has 163 million monthly active users.</p>"
    (finding,) = writing.look(None, body=body)
    assert [place.sentence for place in finding.places] == ["It has 163 million monthly active users."]


def test_a_figure_of_another_time_is_none_of_the_ledgers(fact: Fact) -> None:
    assert said("Umbra Chat had 120 million monthly active users in 2024.") == [("new", "120 million", "")]


def test_a_time_that_the_text_gives_is_held_against_the_fact_of_that_time(fact: Fact) -> None:
    make_fact(fact.subject, value=120 * 10**6, as_of="2024")
    assert said("Umbra Chat had 90 million monthly active users in 2024.") == [
        ("otherwise", "90 million", "120 million")
    ]


def test_a_figure_without_a_time_may_repeat_an_earlier_one(fact: Fact) -> None:
    earlier = make_fact(fact.subject, value=120 * 10**6, as_of="2024")
    make_fact(fact.subject, value=90 * 10**6, as_of="2023", qualifier="over")
    (finding,) = look("Umbra Chat has 120 million monthly active users.")
    assert (finding.kind, finding.fact) == ("agrees", earlier)
    assert said("Umbra Chat has 130 million monthly active users.")[0][0] == "otherwise"


def test_other_people_than_users_are_another_matter(fact: Fact) -> None:
    assert "otherwise" not in [kind for kind, *_ in said("Umbra Chat has 5,000 employees.")]


def test_a_sum_of_another_kind_is_another_matter() -> None:
    Metric.objects.create(code="revenue", name="Revenue", unit="money")
    make_fact(make_company("Umbra Labs"), metric="revenue", unit="USD", value=5 * 10**9, as_of="2025")
    assert said("Umbra Labs raised $3 billion.")[0][0] == "new"
    assert said("Umbra Labs had a revenue of $3 billion.")[0][0] == "otherwise"


def test_parameters_that_are_active_are_held_against_those() -> None:
    model = make_model("Penumbra 2")
    for code, value in (("parameters", 60), ("active-parameters", 5)):
        Metric.objects.create(code=code, name=code, unit="parameters", by_length=False)
        make_fact(model, metric=code, unit="parameters", value=value * 10**9, as_of="")
    found = said("Penumbra 2 has 70 billion parameters, of which 6 billion are active.")
    assert [kind for kind, *_ in found] == ["otherwise", "otherwise"]
    assert [instead for *_, instead in found] == ["60 billion parameters", "5 billion parameters"]


def test_a_repeated_figure_is_one_finding(fact: Fact) -> None:
    (finding,) = look("Umbra Chat has 163 million monthly users.", "Its 163 million monthly users are many.")
    assert len(finding.places) == 2


@pytest.mark.parametrize("body", ["", "<p></p>", "<ul><li><p>One</p></li></ul>", "<p>172 million", "\0"])
def test_any_text_is_read(fact: Fact, body: str) -> None:
    assert writing.look(None, body=body) == []


def test_a_long_text_takes_as_many_queries_as_a_short_one(fact: Fact) -> None:
    counts = []
    for length in (1, 1, 40):
        with CaptureQueriesContext(connection) as captured:
            look(*[f"Umbra Chat has {n + 200} million monthly users." for n in range(length)])
        counts.append(len(captured))
    assert counts[1] == counts[2] < 12


# What is decided

BODY = "<p>Umbra Chat has over 163 million monthly users.</p><p>It grew.</p>"


@pytest.fixture
def article(fact: Fact) -> Article:
    return make_article(body=BODY)


def decide(user: User, article: Article, decision: str, **values: str) -> Any:
    (finding,) = writing.look_at(article)
    sent = {"decision": decision, "key": finding.typed.key} | values
    answer = signed_in(user).post(reverse("newsroom:typed_decide", args=[article.pk]), sent)
    article.refresh_from_db()
    return answer


def test_it_stands_above_the_form(article: Article, editor: User) -> None:
    page = signed_in(editor).get(reverse("admin:articles_article_change", args=[article.pk]))
    shown = page.content.decode()
    assert "1 figure without a citation" in shown and "as the ledger says, 172 million" in shown
    assert "Cite the fact" in shown and "Keep, because…" in shown


def test_citing_the_fact_wraps_words_that_agree(article: Article, fact: Fact, editor: User) -> None:
    decide(editor, article, "cite")
    cited = f'<p>Umbra Chat has over <data value="fact:{fact.pk}">163 million</data> monthly users.</p>'
    assert article.body == cited + "<p>It grew.</p>"


def test_citing_the_fact_replaces_words_that_say_otherwise(
    article: Article, fact: Fact, editor: User
) -> None:
    Article.objects.update(body=BODY.replace("over 163", "about 190"))
    article.refresh_from_db()
    decide(editor, article, "cite")
    assert f'Chat has <data value="fact:{fact.pk}">172 million</data> monthly' in article.body
    assert article.revisions.exists()


def test_what_is_kept_is_pointed_out_again_when_its_sentence_changes(article: Article, editor: User) -> None:
    answer = decide(editor, article, "keep", because=" ")
    assert answer.status_code == 302 and not article.suggestions.exists()
    decide(editor, article, "keep", because="It is what they said then.")
    kept = article.suggestions.get()
    assert (kept.state, kept.decided_by) == ("dismissed", editor)
    assert kept.payload["because"] == "It is what they said then."
    assert writing.look_at(article) == []
    article.body = "<p>An opening.</p>" + article.body
    assert writing.look_at(article) == []
    article.body = article.body.replace("monthly users", "monthly users today")
    assert len(writing.look_at(article)) == 1


def test_what_the_ledger_does_not_know_becomes_a_fact(article: Article, editor: User) -> None:
    Article.objects.update(body="<p>Umbra Chat had 120 million monthly active users in 2024.</p>")
    article.refresh_from_db()
    decide(editor, article, "make")
    made = Fact.objects.latest("pk")
    assert (made.value, made.as_of, made.metric.code) == (120 * 10**6, "2024", "mau")
    assert f'<data value="fact:{made.pk}">120 million</data>' in article.body
    assert writing.look_at(article) == []


def test_what_an_import_offers_already_is_not_offered_twice(article: Article) -> None:
    article.body = "<p>Umbra Chat had 120 million monthly active users in 2024.</p>"
    (finding,) = writing.look_at(article)
    offered = writing.suggest(article, finding)
    assert writing.look_at(article) == []
    offered.delete()
    with pytest.raises(NotAccepted, match="no fact"):
        writing.cite_fact(article, finding, by=None)


def test_a_text_that_was_changed_since_is_looked_at_again(article: Article, editor: User) -> None:
    client = signed_in(editor)
    address = reverse("newsroom:typed_decide", args=[article.pk])
    page = client.post(address, {"decision": "cite", "key": "gone"}, follow=True).content.decode()
    assert "The text was changed since" in page


# While writing


def test_the_text_as_it_is_typed_is_looked_at(article: Article, fact: Fact, editor: User) -> None:
    client, address = signed_in(editor), reverse("newsroom:typed", args=[article.pk])
    sent = {"body": "<p>It has 190 million monthly users.</p>", "headline": "Umbra Chat grows"}
    shown = client.post(address, sent).content.decode()
    assert "the ledger says 172 million" in shown and f'data-fact="{fact.pk}"' in shown
    key = re.findall('name="key" value="([^"]+)"', shown)[0]
    keep = sent | {"decision": "keep", "key": key}
    assert "Say why the words are kept" in client.post(address, keep).content.decode()
    assert "citation" not in client.post(address, keep | {"because": "So they said."}).content.decode()
    article.refresh_from_db()
    assert article.body == BODY


def test_a_new_article_is_looked_at_too(fact: Fact, contributor: User) -> None:
    sent = {"body": "<p>Umbra Chat has 190 million monthly users.</p>", "dated": "no day"}
    client: Client = signed_in(contributor)
    shown = client.post(reverse("newsroom:typed_new"), sent).content.decode()
    assert "the ledger says 172 million" in shown and "Keep" not in shown
