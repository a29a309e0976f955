"""The checklist before publishing: what it finds, that it stops publishing, and that a publisher may override it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Edition, Override
from articles.publishing import PublishingRefused, publish, schedule, withdraw
from facts import withdrawal
from facts.models import Fact
from facts.supersession import supersede
from newsroom.checking import check
from newsroom.models import Kept
from newsroom.rollout.updating import update_in_place
from questions.answering.giving import answer
from questions.models import Question
from tests.editing import send, signed_in
from tests.factories import make_article, make_company, make_fact, make_image, make_product, make_topic

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

LONG = " ".join(["word"] * 41)
STANDFIRST = "A standfirst of a length that search engines show whole, and no longer."


def cited(fact: Fact) -> str:
    return f'<data value="fact:{fact.pk}">{fact.shown}</data>'


def link(address: str) -> str:
    return f'<p>See <a href="{address}">there</a>.</p>'


def found(article: Article, weight: str = "required") -> list[tuple[str, str]]:
    """The code and the field of what is found of a weight."""
    findings = check(article, timezone.now())
    return [(finding.code, finding.field) for finding in findings if finding.weight == weight]


def sentences(article: Article) -> str:
    return "\n".join(finding.sentence for finding in check(article, timezone.now()))


def whole(**values: Any) -> Article:
    """An article of which nothing is to be said."""
    image = make_image()
    given = {"standfirst": STANDFIRST, "lead_image": image, "lead_image_alt": "A shadow."} | values
    return make_article(**given)


def test_of_an_article_that_is_as_it_should_be_nothing_is_said(db: None) -> None:
    assert check(whole(), timezone.now()) == []


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ({"headline": " "}, ("headline", "headline")),
        ({"slug": ""}, ("slug", "slug")),
        ({"body": "<p> </p>"}, ("body", "body")),
        ({"body": '<p>A <data value="fact:999">figure</data>.</p>'}, ("words", "body")),
        ({"body": '<p>A.</p><p><img src="/images/9/a.png" alt="A"></p>'}, ("picture", "body")),
    ],
)
def test_what_no_edition_can_be_without_is_demanded(values: dict[str, str], finding: Any) -> None:
    article = whole(**values)
    assert found(article, "demanded") == [finding]
    with pytest.raises(PublishingRefused):
        publish(article, by=None, all_the_same="I say so.")


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ({"standfirst": " "}, ("standfirst", "standfirst")),
        ({"lead_image_alt": " "}, ("alternative text", "lead_image_alt")),
        ({"body": link("/articles/nowhere/")}, ("link", "body")),
    ],
)
def test_what_is_required_stops_publishing_and_scheduling(values: dict[str, str], finding: Any) -> None:
    article = whole(**values)
    assert found(article) == [finding]
    with pytest.raises(PublishingRefused):
        publish(article, by=None)
    with pytest.raises(PublishingRefused):
        schedule(article, by=None, at=timezone.now() + timedelta(hours=1))
    assert not Edition.objects.exists()


def test_each_picture_wants_an_alternative_text_in_the_faq_too(db: None) -> None:
    image = make_image()
    article = whole(body=f'<p>A.</p><p><img src="{image.address}" alt=" "></p>')
    article.faq.create(question="Why?", answer="<p>So.</p>", position=0)
    article.faq.create(question="How?", answer=f'<p>So.</p><p><img src="{image.address}"></p>', position=1)
    assert found(article) == [("alternative text", "body"), ("alternative text", "faq-1-answer")]


def test_a_figure_that_does_not_stand_is_told_with_what_became_of_it(publisher: User) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    superseded, gone = make_fact(metric="m1"), make_fact(metric="m2")
    supersede(superseded, by=publisher, because="better source", value=160_000_000)
    withdrawal.withdraw(gone, because="It was never counted.")
    older = make_fact(metric="m3")
    make_fact(older.subject, metric="m3", as_of="2026-02", value=170_000_000)
    forecast = make_fact(metric="m4", nature="forecast", as_of="2025")
    review = make_fact(metric="m5", review_after=yesterday)
    facts = (superseded, gone, older, forecast, review)
    article = whole(body="".join(f"<p>It counts {cited(fact)}.</p>" for fact in facts))
    assert found(article) == [("stale", "body")] * 5
    said = sentences(article)
    assert "was superseded (better source): it is 160 million now." in said
    assert "was withdrawn: It was never counted." in said
    assert "has a newer period, which is not cited: 170 million, February 2026." in said
    assert "was forecast for 2025, which is over." in said
    assert f"is past its review day, {yesterday:%-d %B %Y}." in said


def test_an_older_figure_beside_the_newer_one_is_a_comparison(db: None) -> None:
    older = make_fact()
    newer = make_fact(older.subject, as_of="2026-02", value=170_000_000)
    article = whole(body=f"<p>From {cited(older)} to {cited(newer)}.</p>")
    assert found(article) == []


def test_a_figure_that_an_editor_kept_is_not_stale(editor: User) -> None:
    older = make_fact()
    make_fact(older.subject, as_of="2026-02", value=170_000_000)
    article = whole(body=f"<p>It counts {cited(older)}.</p>")
    assert found(article) == [("stale", "body")]
    Kept.objects.create(fact=older, article=article, by=editor, at=timezone.now())
    assert found(article) == []


def test_a_figure_that_will_be_stale_when_it_appears_is_stale_for_the_schedule(publisher: User) -> None:
    now = timezone.now()
    fact = make_fact(review_after=timezone.localdate() + timedelta(days=3))
    article = whole(body=f"<p>It counts {cited(fact)}.</p>")
    with pytest.raises(PublishingRefused, match="review day"):
        schedule(article, by=publisher, at=now + timedelta(days=5))
    assert schedule(article, by=publisher, at=now + timedelta(days=1))


def test_a_source_that_was_taken_back_is_none(db: None) -> None:
    fact = make_fact()
    fact.source.withdrawn_at, fact.source.withdrawal_note = timezone.now(), "Retracted."
    fact.source.save()
    assert found(whole(body=f"<p>It counts {cited(fact)}.</p>")) == [("source", "body")]


def test_links_to_what_readers_can_see_are_whole(publisher: User) -> None:
    other, moved = make_article("Other"), make_article("Moved", slug="before")
    publish(other, by=publisher)
    publish(moved, by=publisher)
    moved.slug = "after"
    moved.save()
    publish(moved, by=publisher, note="A new address.")
    company = make_company(published_from=timezone.now())
    fact = make_fact(published_from=timezone.now())
    question = Question.objects.create(text="Why?", slug="why")
    answer(question, text="<p>So.</p>", by=publisher, published_from=timezone.now())
    topic = other.topics.get()
    addresses = [
        *(f"/articles/{slug}/" for slug in (other.slug, "before", "after")),
        *(each.get_absolute_url() for each in (topic, company, fact, fact.source, question)),
        *(
            "/",
            "/articles",
            "/facts/?q=1",
            "/compare/?models=a",
            "#s-part",
            "https://example.org/articles/no/",
        ),
        *("mailto:desk@example.org", "/static/css/base.css", "http://127.0.0.1:8000/changes/"),
    ]
    assert found(whole(body="".join(map(link, addresses)))) == []


def test_links_to_what_readers_cannot_see_are_broken(publisher: User) -> None:
    draft, withdrawn = make_article("Draft"), make_article("Withdrawn")
    publish(withdrawn, by=publisher)
    withdraw(withdrawn, by=publisher, note="It was wrong.")
    waiting = make_article("Waiting")
    schedule(waiting, by=publisher, at=timezone.now() + timedelta(days=1))
    fact, company, topic = make_fact(), make_company("Nowhere Else"), make_topic()
    question = Question.objects.create(text="Why?", slug="why")
    private = (draft, withdrawn, waiting, fact, fact.source, company, topic, draft.authors.get(), question)
    addresses = [
        *(each.get_absolute_url() for each in private),
        *("/no-such-page/", "/admin/", "/api/v1/nothing/", "/images/9/a.png", "/logos/9/a.png"),
        "http://127.0.0.1:8000/articles/nowhere/",
    ]
    said = sentences(whole(body="".join(map(link, addresses))))
    assert [
        address for address in addresses if f"The link to {address} leads readers nowhere." not in said
    ] == []


def test_links_to_what_becomes_public_with_the_article_are_whole(db: None) -> None:
    fact, company = make_fact(), make_company("Gloam")
    article = whole(body=f"<p>Gloam counts {cited(fact)}.</p>")
    own = (article, article.topics.get(), article.authors.get(), fact, fact.source, fact.subject, company)
    article.body += "".join(link(each.get_absolute_url()) for each in own)
    article.save()
    assert found(article) == []


def test_what_is_advised_stops_nothing(publisher: User) -> None:
    fact = make_fact(make_product("Umbra Chat"))
    make_company("Gloam")
    fact.source.publisher = ""
    fact.source.save()
    body = f"<h3>Gloam</h3><p>Umbra Chat counts {cited(fact)}. {LONG}.</p>"
    body += "<p>Umbra Chat has 90 million monthly active users.</p>"
    article = make_article(body=body, search_description="Short.")
    article.faq.create(question="Why?", answer="<h2>So</h2><p>So.</p>", position=0)
    assert sorted(found(article, "advised")) == [
        ("bare source", "body"),
        ("heading order", "body"),
        ("heading order", "faq-0-answer"),
        ("lead image", "lead_image"),
        ("long sentence", "body"),
        ("never linked", "body"),
        ("search description", "search_description"),
        ("typed figure", "body"),
    ]
    assert found(article) == []
    publish(article, by=publisher)
    assert not Override.objects.exists()


def test_the_button_refuses_says_why_and_keeps_what_was_typed(publisher: User) -> None:
    article = whole(standfirst="")
    response = send(signed_in(publisher), article, expires_at_0="2090-01-01")
    assert "Not published. The standfirst is empty" in response.text
    assert 'value="2090-01-01"' in response.text
    assert f"{reverse('admin:articles_article_change', args=[article.pk])}#id_standfirst" in response.text
    assert not Edition.objects.exists()


def test_a_publisher_overrides_with_a_reason_which_is_kept(publisher: User) -> None:
    article, client = whole(standfirst=""), signed_in(publisher)
    send(client, article, all_the_same=" \t ")
    assert not Edition.objects.exists()
    send(client, article, all_the_same="It is breaking news.")
    kept = Override.objects.get()
    assert (kept.edition.article, kept.by, kept.reason) == (article, publisher, "It is breaking news.")
    assert [finding["code"] for finding in kept.findings] == ["standfirst"]
    page = client.get(reverse("admin:articles_override_change", args=[kept.pk]))
    assert "The standfirst is empty" in page.text
    assert "It is breaking news." in client.get(f"/admin/articles/article/{article.pk}/checklist/").text


def test_the_schedule_asks_for_the_time_it_is_for(publisher: User) -> None:
    fact = make_fact(review_after=timezone.localdate() + timedelta(days=3))
    article, client = whole(body=f"<p>It counts {cited(fact)}.</p>"), signed_in(publisher)
    at = timezone.localtime() + timedelta(days=5)
    when = {"when": "later", "at_0": f"{at:%Y-%m-%d}", "at_1": "12:00:00"}
    assert "all_the_same" not in client.get(f"/admin/articles/article/{article.pk}/publish/").text
    response = send(client, article, **when)
    assert "past its review day" in response.text and 'name="all_the_same"' in response.text
    send(client, article, **when, all_the_same="It is reviewed before.")
    assert Override.objects.get().edition.visible_from > timezone.now()


def test_a_reason_where_nothing_is_open_is_not_kept(publisher: User) -> None:
    publish(whole(), by=publisher, all_the_same="To be sure.")
    assert not Override.objects.exists()


def test_a_figure_changes_in_place_whatever_else_is_open(publisher: User) -> None:
    old = make_fact()
    article = whole(body=f"<p>It counts {cited(old)}.</p>")
    publish(article, by=publisher)
    Article.objects.filter(pk=article.pk).update(standfirst="")
    publish(article, by=publisher, major=False, all_the_same="Quickly.")
    new = supersede(old, by=publisher, because="better source", value=160_000_000)
    update_in_place(article, old=old, new=new, by=publisher, note="A better figure.")
    assert Edition.objects.live().get(article=article).facts.get() == new
    assert Override.objects.first().reason == "Only a figure was changed; the rest is out already."


def test_the_checklist_asks_no_more_of_the_database_for_more_of_everything(editor: User) -> None:
    client = signed_in(editor)

    def lengthened(count: int) -> int:
        """How many queries the list takes for an article with so many of everything."""
        body = ""
        article = whole(standfirst="", slug=f"long-{count}")
        for n in range(count):
            fact = make_fact(metric=f"metric-{n}", review_after=timezone.localdate() - timedelta(days=1))
            body += f"<h3>{make_company(f'Gloam {count} {n}')}</h3><p>It counts {cited(fact)}. {LONG}.</p>"
            body += (
                link(f"/articles/nowhere-{n}/")
                + link(f"/companies/nobody-{n}/")
                + link(f"/facts/{10**9 + n}/")
            )
            body += f'<p><img src="{make_image().address}" alt=""></p>'
            article.faq.create(question=f"Why {n}?", answer=f"<p>It is {cited(fact)}.</p>", position=n)
        article.body = body
        article.save()
        with CaptureQueriesContext(connection) as queries:
            assert "Go to the field" in client.get(f"/admin/articles/article/{article.pk}/checklist/").text
        return len(queries)

    lengthened(1)  # what is looked up once a process
    few = lengthened(2)
    assert lengthened(8) == few
    assert few < 40
