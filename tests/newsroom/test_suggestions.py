"""Accepting what an import suggested makes it, once and whole; dismissing makes nothing."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.bodies import citations
from articles.models import Article, Suggestion
from companies.models import AIModel, Company, ModelFamily, Ownership, Product, Record
from facts.models import Fact, Metric, Source
from newsroom.importing import suggestions
from newsroom.importing.saving import save, understand
from newsroom.importing.suggestions import NotAccepted
from questions.models import AnswerVersion
from tests.factories import make_company, make_fact, make_family, make_model, make_product

pytestmark = pytest.mark.django_db

TEXT = """\
Lanterns at Noon: A Lab Lights Its Lamps
Two lamps are better than one.
The Lab Behind the Lamps
Lantern Labs, the parent company of Glimmer, released Wick 3 in May 2026 under the MIT licence. \
The model has 15 million parameters and 5 million switches.
Glimmer now counts over 5 million monthly active users, up from 2 million.
Did you know? A report by Lux Count puts sales of lamps at $40 million in 2025.
FAQ
- How many people use Glimmer? Glimmer has more than 5 million monthly active users.
Reader Question: “Is Glimmer large?” – Some 5 million people use Glimmer.
Explore more about lamps here.
"""


@pytest.fixture
def article() -> Article:
    return save(understand(TEXT.encode()), by=None)


def suggested(article: Article, text: str, kind: str = "record") -> Suggestion:
    found: Suggestion = article.suggestions.get(text=text, kind=kind)
    return found


def accept(article: Article, text: str, kind: str = "record") -> Suggestion:
    return suggestions.accept(suggested(article, text, kind), by=None)


def cited(article: Article) -> list[tuple[int, str]]:
    article.refresh_from_db()
    return [(citation.fact, citation.words) for citation in citations(article.body)]


# Records


def test_an_accepted_record_is_private_and_has_its_kind_and_parent(article: Article) -> None:
    accept(article, "Lantern Labs")
    accept(article, "Glimmer")
    accept(article, "Wick 3")
    company, product, model = Company.objects.get(), Product.objects.get(), AIModel.objects.get()
    assert (company.name, product.name, product.owner) == ("Lantern Labs", "Glimmer", company)
    assert (model.name, model.developer, model.licence, model.slug) == ("Wick 3", company, "MIT", "wick-3")
    assert not Record.objects.public().exists()


def test_a_record_waits_for_what_it_belongs_to(article: Article) -> None:
    with pytest.raises(NotAccepted, match="“Glimmer” needs the company it belongs to"):
        accept(article, "Glimmer")
    assert suggested(article, "Glimmer").state == "open"
    assert not Record.objects.exists()


def test_a_model_of_a_family_has_the_familys_developer() -> None:
    family = make_family("Wick", developer=make_company("Lantern Labs"))
    article = save(understand(TEXT.encode()), by=None)
    accept(article, "Wick 3")
    assert AIModel.objects.get().family == family
    assert AIModel.objects.get().developer == family.developer


def test_a_company_of_a_company_is_owned_by_it() -> None:
    text = "A Title\nOpening.\nThe Heading\nAmber Group grew. Amber Group’s Amber Cloud said so. Amber said no.\n"
    article = save(understand(text.encode()), by=None)
    offered = article.suggestions.get(text="Amber Cloud")
    assert offered.payload["parent"] == "Amber"
    accept(article, "Amber")
    accept(article, "Amber Cloud")
    held = Ownership.objects.select_related("owner", "owned").get()
    assert (held.owner.name, held.owned.name, held.type) == ("Amber", "Amber Cloud", "parent")


def test_a_record_that_exists_by_now_is_not_made_again(article: Article) -> None:
    company = make_company("LANTERN LABS")
    accept(article, "Lantern Labs")
    assert Company.objects.get() == company


def test_a_licence_is_offered_for_a_model_whose_licence_is_not_known() -> None:
    model = make_model("Wick 3")
    article = save(understand(TEXT.encode()), by=None)
    accept(article, "Wick 3")
    model.refresh_from_db()
    assert model.licence == "MIT"
    again = save(understand(TEXT.replace("Two lamps", "Three lamps").encode()), by=None)
    assert not again.suggestions.filter(text="Wick 3", kind="record").exists()


# Facts


def test_an_accepted_figure_is_a_fact_and_cited_wherever_it_stands(article: Article, editor: User) -> None:
    product = make_product("Glimmer")
    offered = article.suggestions.get(kind="fact", payload__subject="Glimmer", payload__value="5000000")
    suggestions.accept(offered, by=editor)
    fact = Fact.objects.get()
    assert (fact.subject_id, fact.value, fact.unit) == (product.pk, Decimal(5_000_000), "people")
    assert (fact.qualifier, fact.nature, fact.recorded_by) == ("over", "measured", editor)
    assert cited(article) == [(fact.pk, "5 million")]
    assert f'over <data value="fact:{fact.pk}">5 million</data> monthly' in article.body
    assert "15 million parameters and 5 million switches" in article.body
    cite = f'<data value="fact:{fact.pk}">5 million</data>'
    assert article.faq.get().answer == f"<p>Glimmer has more than {cite} monthly active users.</p>"
    asked = article.questions.get()
    assert asked.answer.text == f"<p>Some {cite} people use Glimmer.</p>"
    assert list(asked.answer.facts.all()) == [fact]
    assert article.revisions.first().why == "Cites a fact: 5 million"
    assert not Fact.objects.public().exists()


def test_the_words_around_a_figure_say_what_is_measured(editor: User) -> None:
    text = (
        "Lamps in the Fog\nFog is wet.\nThe Lamp\nLantern Labs released Wick 3 in May 2026. "
        "Wick 3 has 60 billion parameters, of which 5 billion are active, and was trained on 9 trillion tokens. "
        "Wick 3 has a context window of 128,000 tokens. "
        "Wick 3 costs $2 per million input tokens and $8 per million output tokens.\n"
    )
    article = save(understand(text.encode()), by=editor)
    for suggestion in article.suggestions.exclude(kind="link"):
        suggestions.accept(suggestion, by=editor)
    measured = Fact.objects.order_by("pk").values_list("metric__code", flat=True)
    assert list(measured) == [
        *("parameters", "active-parameters", "training-tokens", "context-window", "price-in", "price-out")
    ]


def test_who_published_a_figure_is_its_source_and_not_its_subject(article: Article) -> None:
    offered = suggested(article, "$40 million", "fact")
    assert (offered.payload["source"], offered.payload["subject"]) == ("Lux Count", None)
    assert suggested(article, "Lux Count").payload["kind"] == "company"
    with pytest.raises(NotAccepted, match=r"not clear what “\$40 million” is of"):
        suggestions.accept(offered, by=None)
    offered.payload["subject"] = make_company("Lantern Labs").name
    offered.save()
    suggestions.accept(offered, by=None)
    assert Source.objects.get().publisher == "Lux Count"
    assert (Fact.objects.get().as_of, Fact.objects.get().unit) == ("2025", "USD")


def test_a_fact_that_we_hold_is_cited_and_not_made_again(article: Article) -> None:
    fact = make_fact(make_product("Glimmer"), value=5_000_000)
    offered = article.suggestions.get(kind="fact", payload__subject="Glimmer", payload__value="5000000")
    suggestions.accept(offered, by=None)
    assert cited(article) == [(fact.pk, "5 million")]
    assert Fact.objects.count() == 1


@pytest.fixture
def contradicted(article: Article) -> Fact:
    """What the ledger says of the sales of which the article says $40 million in 2025."""
    article.suggestions.filter(text="$40 million").update(payload=suggested_sales(article))
    subject = make_company("Lantern Labs")
    Metric.objects.create(code="money", name="Money a year", unit="money")
    return make_fact(subject, metric="money", unit="USD", value=50_000_000, as_of="2025", source="Accounts")


def suggested_sales(article: Article) -> dict[str, Any]:
    return suggested(article, "$40 million", "fact").payload | {"subject": "Lantern Labs"}


def test_a_figure_that_the_ledger_contradicts_is_not_added_silently(
    article: Article, contradicted: Fact, editor: User
) -> None:
    offered, client = suggested(article, "$40 million", "fact"), Client()
    client.force_login(editor)
    address = reverse("newsroom:decide", args=[offered.pk])
    page = client.post(address, {"decision": "accept"}).content.decode()
    assert "$50 million" in page and "Accounts" in page and "Both cannot be right." in page
    assert Fact.objects.get() == contradicted and suggested(article, "$40 million", "fact").state == "open"
    client.post(reverse("newsroom:accept_all", args=[article.pk]))
    assert Fact.objects.filter(subject=contradicted.subject_id).get() == contradicted
    client.post(address, {"decision": "all the same"})
    assert Fact.objects.filter(unit="USD").count() == 2


def test_what_the_ledger_says_can_be_cited_instead(
    article: Article, contradicted: Fact, editor: User
) -> None:
    client = Client()
    client.force_login(editor)
    offered = suggested(article, "$40 million", "fact")
    client.post(reverse("newsroom:decide", args=[offered.pk]), {"decision": f"cite {contradicted.pk}"})
    assert cited(article) == [(contradicted.pk, "$40 million")]
    assert suggested(article, "$40 million", "fact").state == "accepted"


def figure_of_glimmer(article: Article) -> Suggestion:
    make_product("Glimmer")
    found: Suggestion = article.suggestions.get(
        kind="fact", payload__subject="Glimmer", payload__value="5000000"
    )
    return found


def edit(article: Article, **values: Any) -> None:
    Article.objects.filter(pk=article.pk).update(**values)


def test_a_sentence_that_moved_is_found(article: Article) -> None:
    offered = figure_of_glimmer(article)
    edit(article, body=f"<h2>5 million</h2><p>A 5 million new.</p>{article.body}")
    suggestions.accept(offered, by=None)
    assert "<p>A 5 million new.</p>" in Article.objects.get().body
    assert len(cited(article)) == 1


def test_in_an_edited_text_the_words_are_cited_where_they_stand_only_once(article: Article) -> None:
    offered = figure_of_glimmer(article)
    article.faq.all().delete()
    AnswerVersion.objects.all().delete()
    article.questions.all()[0].answer.delete()
    edit(article, body="<p>It has 15 million lamps, 5 millions, and <em>now 5 million</em> users.</p>")
    suggestions.accept(offered, by=None)
    assert "<em>now <data" in Article.objects.get().body


@pytest.mark.parametrize(
    "body",
    [
        "<p>Nothing of it is left.</p>",
        "<p>Here are 5 million and there are 5 million.</p>",
        "<p>Only 15 million.</p>",
        "<h2>5 million in a heading</h2>",
        '<p>Cited as <data value="fact:1">5 million</data> already.</p>',
        "<p>Parted 5 <em>million</em>.</p>",
        "",
    ],
)
def test_a_place_that_is_gone_is_refused_and_nothing_is_half_done(body: str, article: Article) -> None:
    offered = figure_of_glimmer(article)
    article.faq.all().delete()
    AnswerVersion.objects.all().delete()
    article.questions.all()[0].answer.delete()
    edit(article, body=body)
    before = article.revisions.count()
    with pytest.raises(NotAccepted, match="no longer stands in the sentence it was found in"):
        suggestions.accept(offered, by=None)
    offered.refresh_from_db()
    assert (offered.state, Fact.objects.count(), Source.objects.count()) == ("open", 0, 0)
    assert (Article.objects.get().body, article.revisions.count()) == (body, before)


def test_a_figure_of_the_standfirst_is_a_fact_that_nothing_cites() -> None:
    make_product("Glimmer")
    text = "A Title\nGlimmer has 7 million users.\nThe Heading\nNothing more is known.\n"
    article = save(understand(text.encode()), by=None)
    suggestions.accept(article.suggestions.get(kind="fact"), by=None)
    assert Fact.objects.get().value == 7_000_000
    assert cited(article) == []


# Releases


def test_an_accepted_release_is_a_claim_in_the_texts_own_words(article: Article) -> None:
    with pytest.raises(NotAccepted, match="“Wick 3” is no model on record yet"):
        accept(article, "Wick 3", "release")
    model = make_model("Wick 3")
    accept(article, "Wick 3", "release")
    claim = model.claims.get()
    assert (claim.status, claim.window, claim.window_words) == ("released", "2026-05", "May 2026")
    model.refresh_from_db()
    assert (model.status, model.released) == ("released", "2026-05")


def test_a_release_that_contradicts_the_record_is_refused_in_a_sentence(article: Article) -> None:
    make_model("Wick 3", announced="2027-01")
    with pytest.raises(NotAccepted, match="announced later"):
        accept(article, "Wick 3", "release")
    assert suggested(article, "Wick 3", "release").state == "open"


# Deciding


def test_twice_is_once(article: Article) -> None:
    make_model("Wick 3")
    offered = suggested(article, "Wick 3", "release")
    suggestions.accept(offered, by=None)
    for decide in (suggestions.accept, suggestions.dismiss):
        with pytest.raises(NotAccepted, match="decided already"):
            decide(offered, by=None)
    assert AIModel.objects.get().claims.count() == 1
    assert suggested(article, "Wick 3", "release").state == "accepted"


def test_a_dismissed_suggestion_makes_nothing(article: Article, editor: User) -> None:
    for offered in article.suggestions.all():
        suggestions.dismiss(offered, by=editor)
    assert not Record.objects.exists()
    assert not Fact.objects.exists()
    assert {(s.state, s.decided_by) for s in article.suggestions.all()} == {("dismissed", editor)}


def test_all_that_can_be_is_accepted_in_one_step_and_the_rest_says_what_it_waits_for(
    article: Article, editor: User
) -> None:
    client = Client()
    client.force_login(editor)
    page = client.post(reverse("newsroom:accept_all", args=[article.pk]), follow=True)
    assert ModelFamily.objects.count() + Company.objects.count() == 2
    assert AIModel.objects.get().claims.count() == 1
    waiting = set(article.suggestions.filter(state="open").values_list("text", flat=True))
    assert "lamps" in waiting
    assert "5 million" not in {
        text
        for text, value in article.suggestions.filter(state="open", payload__subject="Glimmer").values_list(
            "text", "payload__value"
        )
    }
    assert "Choose the topic of the closing line" in page.content.decode()


def test_only_who_may_write_the_article_decides(article: Article, contributor: User) -> None:
    client = Client()
    client.force_login(contributor)
    for address in (
        reverse("newsroom:accept_all", args=[article.pk]),
        reverse("newsroom:decide", args=[article.suggestions.all()[0].pk]),
    ):
        assert client.post(address, {"decision": "accept"}).status_code == 403
        assert client.get(address).status_code in {403, 405}
    assert not Record.objects.exists()
