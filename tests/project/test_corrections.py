"""A correction is an object of its own: told once, shown on all that it touches, never changed."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from articles.publishing import PublishingRefused, cancel, move, publish, schedule, withdraw
from changes import log
from changes.corrections import CorrectionRefused, Said, Thing, correct
from changes.models import Change, Correction
from companies.models import Record
from facts.supersession import supersede
from newsroom.records.merging import merge
from newsroom.rollout.updating import update_in_place
from questions.answering.giving import answer
from questions.models import Question
from tests.editing import send, signed_in
from tests.factories import make_article, make_company, make_fact

pytestmark = pytest.mark.django_db

SAID = Said("We wrote that it was due in March.", "It is due in February.")
EVERYWHERE = ("/corrections/", *(f"/feeds/corrections.{kind}" for kind in ("rss", "atom", "json")))
API = "/api/v1/corrections/"


@pytest.fixture
def article(publisher: User) -> Article:
    """An article that readers see."""
    made = make_article("Shade is due")
    publish(made, by=publisher)
    return made


def seen(client: Client, address: str) -> str:
    """What a page says, read afresh."""
    log.forget_version()
    return client.get(address).text


def linked_data(html: str) -> list[dict[str, Any]]:
    return [
        json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    ]


def test_a_live_article_published_as_a_correction_says_so_everywhere(
    client: Client, publisher: User, article: Article
) -> None:
    publish(article, by=publisher, correction=SAID)
    made = Correction.objects.get()
    page = article.get_absolute_url()
    for address in (*EVERYWHERE, API, page, made.get_absolute_url(), f"/api/v1{page}", f"{API}{made.pk}/"):
        text = seen(client, address)
        assert SAID.wrong in text and SAID.right in text, address
    assert made.get_absolute_url() in seen(client, "/sitemaps/corrections-1.xml")
    assert f"{SAID.wrong} {SAID.right}" in seen(client, "/changes/")
    [news, *_] = linked_data(seen(client, page))
    assert [comment["@type"] for comment in news["correction"]] == ["CorrectionComment"]
    told = client.get(API).json()["results"][0]
    assert [(one["type"], one["name"]) for one in told["touches"]] == [("article", "Shade is due")]


@pytest.mark.parametrize(
    ("correction", "given", "refusal"),
    [
        (Said(" ", "It is."), {}, "what was wrong"),
        (Said("It was.", "\u200b"), {}, "what is right"),
        (Said("It is.", " It  is. "), {}, "says the same"),
        (Said("a" * 1001, "It is."), {}, "1,000 letters"),
        (SAID, {"major": False}, "no minor change"),
    ],
)
def test_a_correction_without_both_texts_publishes_nothing(
    publisher: User, article: Article, correction: Said, given: dict[str, Any], refusal: str
) -> None:
    with pytest.raises(PublishingRefused, match=refusal):
        publish(article, by=publisher, correction=correction, **given)
    assert article.editions.count() == 1


def test_what_nobody_sees_cannot_be_corrected(publisher: User) -> None:
    with pytest.raises(PublishingRefused, match="no edition that could be corrected"):
        publish(make_article(), by=publisher, correction=SAID)
    with pytest.raises(CorrectionRefused, match="what the correction touches"):
        correct(SAID, touches=[], by=publisher)


def test_a_scheduled_correction_is_public_with_its_edition_moves_and_goes_with_it(
    client: Client, publisher: User, article: Article
) -> None:
    soon = timezone.now() + timedelta(hours=1)
    schedule(article, by=publisher, at=soon, correction=SAID)
    places = (*EVERYWHERE, API, article.get_absolute_url(), "/sitemaps/corrections-1.xml")
    assert all(SAID.wrong not in seen(client, address) for address in places)
    assert client.get(Correction.objects.get().get_absolute_url()).status_code == 404
    move(article, to=soon + timedelta(hours=1), by=publisher)
    with time_machine.travel(soon + timedelta(minutes=1)):
        assert SAID.wrong not in seen(client, "/corrections/")
    with time_machine.travel(soon + timedelta(minutes=61)):
        assert SAID.wrong in seen(client, "/corrections/") and SAID.wrong in seen(client, places[-2])
    cancel(article, by=publisher)
    assert not Correction.objects.exists()
    assert not Change.objects.filter(kind="corrected").exists()


def test_a_figure_is_not_moved_in_a_waiting_edition_where_its_correction_would_be_lost(
    publisher: User,
) -> None:
    fact = make_fact()
    article = make_article(body=f'<p>It has <data value="fact:{fact.pk}">163 million</data>.</p>')
    publish(article, by=publisher)
    schedule(article, by=publisher, at=timezone.now() + timedelta(hours=1), correction=SAID)
    article.editions.filter(number=1).update(expires_at=timezone.now())
    new = supersede(fact, by=publisher, because="better source", value=164_000_000)
    with pytest.raises(PublishingRefused, match="no edition that could be corrected"):
        update_in_place(article, old=fact, new=new, by=publisher, note="So.")
    assert Correction.objects.filter(wrong=SAID.wrong).count() == 1


def test_our_error_in_a_figure_is_shown_on_all_that_cites_it_and_stays_there(
    client: Client, publisher: User
) -> None:
    fact = make_fact()
    figure = f'<data value="fact:{fact.pk}">163 million</data>'
    article = make_article(body=f"<p>It has {figure} users.</p>")
    other, later = make_article("Another shade"), make_article(body=f"<p>Then {figure}.</p>")
    publish(article, by=publisher)
    publish(other, by=publisher)
    schedule(later, by=publisher, at=timezone.now() + timedelta(hours=1))
    asked = Question.objects.create(text="How many?", slug="how-many")
    answer(asked, text=f"<p>{figure}.</p>", by=publisher, published_from=timezone.now())
    new = supersede(fact, by=publisher, because="our error", value=172_000_000)
    update_in_place(article, old=fact, new=new, by=publisher, note="Corrected.")
    wrong = "We gave 163 million as monthly active users of Umbra Chat, January 2026."
    pages = [one.get_absolute_url() for one in (article, asked, fact, new, fact.subject)]
    for page in pages:
        text = seen(client, page)
        assert wrong in text and "It is 172 million." in text, page
    assert wrong not in seen(client, other.get_absolute_url())
    assert Correction.objects.get().touched.count() == len(pages)
    assert not Correction.objects.get().touched.filter(about="article", about_id=later.pk).exists()


def test_what_gave_way_for_another_reason_or_was_never_seen_is_no_correction(publisher: User) -> None:
    supersede(make_fact(published_from=timezone.now()), by=None, because="better source", value=1)
    supersede(make_fact(), by=None, because="our error", value=1)
    assert not Correction.objects.exists()


def test_a_private_subject_is_not_named(client: Client) -> None:
    fact = make_fact(make_company("Canary Labs"), published_from=timezone.now())
    supersede(fact, by=None, because="our error", value=7)
    assert "anary" not in Correction.objects.get().wrong
    for address in (*EVERYWHERE, API, fact.get_absolute_url()):
        assert "anary" not in seen(client, address)


def test_a_withdrawal_takes_corrections_along_for_good(
    client: Client, publisher: User, article: Article
) -> None:
    publish(article, by=publisher, correction=SAID)
    address = Correction.objects.get().get_absolute_url()
    withdraw(article, by=publisher, note="Taken back.")
    assert all(SAID.wrong not in seen(client, page) for page in (*EVERYWHERE, API))
    assert client.get(address).status_code == 404
    publish(article, by=publisher)
    for page in (*EVERYWHERE, API, article.get_absolute_url()):
        assert SAID.wrong not in seen(client, page)


def test_the_database_keeps_both_texts_and_one_row_for_a_thing(publisher: User, article: Article) -> None:
    thing = Thing("article", article.pk, "Shade", article.get_absolute_url())
    made = correct(SAID, touches=[thing, thing], by=publisher)
    assert made.touched.count() == 1
    for values in ({"wrong": ""}, {"right": SAID.wrong}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Correction.objects.filter(pk=made.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        made.touched.create(about="article", about_id=article.pk, title="Shade", address="/")


def test_pages_feeds_and_lists_ask_the_same_however_many_corrections_there_are(
    client: Client, publisher: User
) -> None:
    def fill(count: int) -> None:
        for _ in range(count):
            fact = make_fact()
            cited = f'<p><data value="fact:{fact.pk}">163 million</data></p>'
            for _ in range(3):
                publish(make_article(body=cited), by=publisher)
            supersede(fact, by=publisher, because="our error", value=1)

    def queries(address: str) -> int:
        log.forget_version()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address, headers={"host": "x" + str(Correction.objects.count())}).status_code
        return len(asked)

    fill(1)
    before = [queries(address) for address in (*EVERYWHERE, API)]
    fill(3)
    assert [queries(address) for address in (*EVERYWHERE, API)] == before


def test_of_many_things_the_first_are_named_and_the_rest_are_counted(client: Client, publisher: User) -> None:
    records = [make_company(f"Umbra {n}", published_from=timezone.now()) for n in range(9)]
    touches = [Thing("company", one.pk, one.name, one.get_absolute_url()) for one in records]
    made = correct(SAID, touches=touches, by=publisher)
    assert "Umbra 5</a> and 3 more" in seen(client, "/corrections/")
    assert "Umbra 8</a>" in seen(client, made.get_absolute_url())
    assert client.get(f"{API}?about=company&about_id={records[8].pk}&count=true").json()["count"] == 1
    assert client.get(f"{API}?about=company&about_id={records[8].pk + 1}&count=true").json()["count"] == 0
    assert client.get("/corrections/?page=2").status_code == 404


def test_corrections_of_two_records_that_are_one_are_shown_on_the_other(
    client: Client, publisher: User
) -> None:
    gone, kept = (make_company(name, published_from=timezone.now()) for name in ("Umbra", "Umbra Group"))
    for touched in ([gone], [gone, kept]):
        correct(
            SAID,
            touches=[Thing("company", one.pk, one.name, one.get_absolute_url()) for one in touched],
            by=publisher,
        )
    merge(gone, into=kept, by=publisher)
    assert seen(client, kept.get_absolute_url()).count(SAID.wrong) == 2


def by_hand(client: Client, **given: Any) -> Any:
    return client.post("/admin/changes/correction/add/", SAID._asdict() | given)


def test_a_publisher_corrects_by_hand_whatever_readers_see(
    client: Client, publisher: User, article: Article
) -> None:
    desk = signed_in(publisher)
    asked = Question.objects.create(text="When?", slug="when", article=article)
    answer(asked, text="<p>In March.</p>", by=publisher)
    company: Record = make_company(published_from=timezone.now())
    given = {"articles": [article.pk], "questions": [asked.pk], "records": [company.pk]}
    assert by_hand(desk, **given).status_code == 302
    made = Correction.objects.get()
    assert made.by == publisher
    for page in (article.get_absolute_url(), asked.get_absolute_url(), company.get_absolute_url()):
        assert SAID.right in seen(client, page)
    form = f"/admin/changes/correction/{made.pk}/change/"
    assert SAID.wrong in desk.get(form).text
    assert desk.post(form, {"wrong": "Other.", "right": "Others."}).status_code == 403
    assert desk.post(form.replace("change", "delete", 2), {"post": "yes"}).status_code in (403, 404)
    made.refresh_from_db()
    assert made.wrong == SAID.wrong


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose an article, a question or a record"),
        ({"wrong": " "}, "Fill in “What was wrong”."),
        ({"right": SAID.wrong}, "says the same as what was wrong"),
        ({"right": "x" * 1001}, "is 1 character too long"),
        ({"articles": [99]}, "is not there to be chosen"),
    ],
)
def test_a_correction_by_hand_says_what_is_missing(
    publisher: User, article: Article, given: dict[str, Any], sentence: str
) -> None:
    given = {"articles": [article.pk]} | given if given else {}
    assert sentence in by_hand(signed_in(publisher), **given).text
    assert not Correction.objects.exists()


def test_what_readers_do_not_see_is_refused_by_hand_and_an_editor_may_not(
    publisher: User, editor: User, article: Article
) -> None:
    draft = make_article("Never out")
    html = by_hand(signed_in(publisher), articles=[draft.pk]).text
    assert "Readers do not see “Never out”: only what they see can be corrected." in html
    assert by_hand(signed_in(editor), articles=[article.pk]).status_code == 403
    assert not Correction.objects.exists()


def test_the_page_that_publishes_asks_what_was_wrong_and_what_is_right(
    publisher: User, article: Article
) -> None:
    desk = signed_in(publisher)
    assert "Say what is right" in send(desk, article, wrong=SAID.wrong).text
    both = {"wrong": SAID.wrong, "right": SAID.right}
    assert "no minor change" in send(desk, article, **both, change="minor").text
    assert not Correction.objects.exists()
    done = send(desk, article, **both)
    assert done.status_code == 302, done.context["form"].errors
    assert Correction.objects.get().right == SAID.right
    page, fresh = (f"/admin/articles/article/{one.pk}/publish/" for one in (article, make_article()))
    assert "what is right" in desk.get(page).text
    assert "what is right" not in desk.get(fresh).text
