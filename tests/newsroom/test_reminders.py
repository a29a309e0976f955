"""Review days, planned days, and schedules in trouble: on the desk, on the calendar, in a mail."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from articles import workflow
from articles.models import Article, Author, Edition
from articles.publishing import cancel, publish, schedule, withdraw
from companies.models import Record
from facts.supersession import supersede
from newsroom.desk.planning import month_of, plan
from newsroom.desk.reviewing import in_months, look_again
from newsroom.desk.schedules import look
from newsroom.models import Planned, Review, Trouble
from tests.editing import signed_in
from tests.factories import make_article, make_author, make_company, make_fact

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """It is that day, and no midnight comes in between."""
    with time_machine.travel(datetime.combine(TODAY, time(12), UTC)):
        yield


def part(client: Client, title: str) -> dict[str, str]:
    """What a part of the desk says: of each line its title and note; nothing where the part is not there."""
    page: Any = html.fromstring(client.get("/admin/").text)
    lines = page.xpath(f'//div[@class="desk"]//section[h2/a[text()="{title}"]]//li')
    return {line.xpath("a")[0].text: "".join(line.xpath("small/text()")) for line in lines}


class TestReviews:
    @pytest.mark.parametrize(
        ("day", "months", "then"),
        [
            (date(2026, 8, 31), 6, date(2027, 2, 28)),
            (date(2027, 8, 31), 6, date(2028, 2, 29)),
            (date(2026, 11, 26), 3, date(2027, 2, 26)),
            (date(2026, 12, 1), 12, date(2027, 12, 1)),
        ],
    )
    def test_months_end_where_the_month_does(self, day: date, months: int, then: date) -> None:
        assert in_months(day, months) == then

    @pytest.mark.parametrize("make", [make_article, make_company])
    def test_a_day_is_set_by_the_button_and_again_and_never(self, editor: User, make: Any) -> None:
        thing = make()
        page = f"admin:{thing._meta.app_label}_{thing._meta.model_name}_review"

        def press_with(**given: str) -> str:
            button = reverse(page, args=[thing.pk])
            return str(signed_in(editor).post(button, {"_form_submitted": "on"} | given).text)

        press_with(when="6", day="")
        assert Review.objects.get().due == in_months(TODAY, 6)
        press_with(when="day", day=str(TODAY + DAY))
        assert Review.objects.get().due == TODAY + DAY
        for day, sentence in (("", "Give the day."), (str(TODAY), "a day to come"), ("9999-01-01", "2100")):
            assert sentence in press_with(when="day", day=day)
        assert Review.objects.get().due == TODAY + DAY
        press_with(when="never", day="")
        assert not Review.objects.exists()

    def test_the_desk_tells_when_it_has_passed_and_one_click_sets_it_again(
        self, editor: User, contributor: User
    ) -> None:
        article, company = make_article("Old words"), make_company("Umbra Labs")
        look_again(article, on=TODAY, by=editor)
        look_again(company, on=TODAY + DAY, by=editor)
        client = signed_in(editor)
        title = "To look at again"
        assert part(client, title) == {"Old words": f"since {TODAY:%-d %B %Y}"}
        assert "Umbra Labs" in client.get("/admin/reviews/").text
        page: Any = html.fromstring(client.get("/admin/").text)
        (form,) = page.xpath('//form[button[starts-with(., "Still right")]]')
        assert part(signed_in(contributor), title) == {}
        answer = client.post(form.get("action"), {"back": "//evil.example/"}, follow=True)
        assert answer.redirect_chain == [("/admin/", 302)]
        assert Review.objects.get(article=article).due == in_months(TODAY, 6)
        assert part(client, title) == {}

    def test_the_database_keeps_one_of_one_thing(self) -> None:
        article, record = make_article(), Record.objects.get(pk=make_company().pk)
        look_again(article, on=TODAY, by=None)
        for values in ({"article": article}, {"article": make_article(), "record": record}, {}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Review.objects.create(due=TODAY, **values)


class TestPlannedDays:
    @pytest.fixture
    def ready(self, editor: User) -> Article:
        article = make_article("Ready", by=editor)
        return workflow.move(article, "approve", by=editor)

    def send(self, user: User, article: Article, day: str) -> Any:
        address = reverse("newsroom:plan_day", args=[article.pk], query={"month": "2049-03"})
        return signed_in(user).post(address, {"day": day}, headers={"Accept": "application/json"})

    def shown(self) -> tuple[dict[date, list[str]], list[str]]:
        found = plan(month_of(date(2049, 3, 1)))
        days = (day for week in found.weeks for day in week.days if day.planned)
        return {day.date: [a.headline for a in day.planned] for day in days}, [
            article.headline for article in found.tray.articles
        ]

    def test_it_moves_from_the_tray_to_a_day_and_back_and_nothing_is_scheduled(
        self, editor: User, publisher: User, ready: Article
    ) -> None:
        assert self.shown() == ({}, ["Ready"])
        answer = self.send(editor, ready, "2049-03-17")
        assert answer.json()["said"] == "“Ready” is planned for 17 March 2049. It is not scheduled."
        assert "planned, not scheduled" in answer.json()["html"]
        assert self.shown() == ({date(2049, 3, 17): ["Ready"]}, [])
        assert not Edition.objects.exists()
        self.send(editor, ready, "")
        assert self.shown() == ({}, ["Ready"])
        self.send(editor, ready, "2049-03-18")
        schedule(ready, by=publisher, at=timezone.make_aware(datetime.combine(date(2049, 3, 20), time(9))))
        assert self.shown() == ({}, [])

    @pytest.mark.parametrize("day", ["2049-02-30", "yesterday", "1900-01-01", "2049-03-17\x00"])
    def test_what_is_no_day_is_refused_with_a_sentence(self, editor: User, ready: Article, day: str) -> None:
        answer = self.send(editor, ready, day)
        assert answer.status_code == 409 and "“Ready” was not planned. " in answer.json()["said"]
        assert not Planned.objects.exists()

    def test_a_draft_has_no_place_in_it(self, editor: User) -> None:
        assert (
            "Only what is ready or in review"
            in self.send(editor, make_article(), "2049-03-17").json()["said"]
        )


class TestSchedulesInTrouble:
    TITLE = "Schedules in trouble"

    @pytest.fixture
    def publisher(self, publisher: User) -> User:
        publisher.email = "petra@newsroom.example"
        publisher.save()
        return publisher

    def test_one_that_went_with_its_article_is_on_the_desk_in_red_and_in_the_mail(
        self, publisher: User, editor: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        article = make_article("A long wait", by=publisher)
        publish(article, by=publisher)
        schedule(article, by=publisher, at=timezone.now() + DAY, note="More.")
        client = signed_in(editor)
        assert part(client, self.TITLE) == {}
        with django_capture_on_commit_callbacks(execute=True):
            withdraw(article, by=publisher, note="It was wrong.")
        (note,) = part(client, self.TITLE).values()
        assert "did not appear. The article was withdrawn" in note
        page: Any = html.fromstring(client.get("/admin/").text)
        assert page.xpath('//section[@class="grave"]/h2/a/text()') == [self.TITLE]
        (listed,) = page.xpath('//section[@class="grave"]/h2/a/@href')
        assert "A long wait" in client.get(listed).text
        (sent,) = mail.outbox
        assert sent.to == ["petra@newsroom.example"] and "A long wait" in sent.subject
        assert f"/admin/articles/article/{article.pk}/change/" in sent.body
        call_command("check_schedules", verbosity=0)
        assert len(mail.outbox) == 1
        client.post(reverse("newsroom:trouble_seen", args=[Trouble.objects.get().pk]))
        assert part(client, self.TITLE) == {}
        assert "No schedule is in trouble." in client.get(listed).text

    def test_one_that_somebody_cancelled_is_none(self, publisher: User) -> None:
        article = make_article(by=publisher)
        schedule(article, by=publisher, at=timezone.now() + DAY)
        cancel(article, by=publisher)
        assert not Trouble.objects.exists()

    def test_a_figure_that_gives_way_while_it_waits_is_told_once_and_over_when_it_is_mended(
        self, publisher: User, editor: User
    ) -> None:
        fact = make_fact(published_from=timezone.now() - DAY)
        body = f'<p><data value="fact:{fact.pk}">{fact.shown}</data> people.</p>'
        article = make_article("Counting", body=body, by=publisher)
        schedule(article, by=publisher, at=timezone.now() + DAY)
        assert look() == 0 and not mail.outbox
        Article.objects.update(body="<p>The working copy has moved on.</p>")
        supersede(fact, by=editor, because="better source", value=160_000_000)
        assert (look(), look()) == (1, 1)
        (sent,) = mail.outbox
        assert "was superseded" in sent.body
        assert "was superseded" in part(signed_in(editor), self.TITLE)["Counting"]
        schedule(article, by=publisher, at=timezone.now() + DAY)
        assert part(signed_in(editor), self.TITLE) == {}
        assert look() == 0

    def test_what_was_published_all_the_same_is_none(self, publisher: User) -> None:
        nobody = Author.objects.create(name="Bo Gray", slug="bo")
        article = make_article(authors=[nobody], by=publisher)
        schedule(article, by=publisher, at=timezone.now() + DAY, all_the_same="He told us by telephone.")
        assert look() == 0

    def test_a_mail_that_cannot_be_sent_is_tried_again(
        self, publisher: User, settings: Any, caplog: Any
    ) -> None:
        article = make_article(authors=[ada := make_author()], by=publisher)
        schedule(article, by=publisher, at=timezone.now() + DAY)
        ada.declarations.all().delete()
        backend = "django.core.mail.backends.{}.EmailBackend"
        nowhere = {"host": "127.0.0.1", "port": 1}
        settings.MAILERS = {"default": {"BACKEND": backend.format("smtp"), "OPTIONS": nowhere}}
        look()
        assert "could not be sent" in caplog.text
        settings.MAILERS = {"default": {"BACKEND": backend.format("locmem")}}
        look()
        assert len(mail.outbox) == 1


def test_the_desk_asks_for_missing_declarations(editor: User, contributor: User) -> None:
    ada = Author.objects.create(name="Ada Umber", slug="ada", user=contributor)
    Author.objects.create(name="Nobody’s Byline", slug="nobody")
    title = "Interests to be declared"
    assert list(part(signed_in(contributor), title)) == ["Ada Umber"]
    assert part(signed_in(editor), title) == {}
    for _ in range(3):
        make_article(authors=[ada], by=editor)
    assert "Interests to be declared</a> <span>1<" in signed_in(editor).get("/admin/").text
    assert list(part(signed_in(editor), title)) == ["Ada Umber"]
    page: Any = html.fromstring(signed_in(editor).get("/admin/").text)
    (listed,) = page.xpath(f'//h2/a[text()="{title}"]/@href')
    names = html.fromstring(signed_in(editor).get(listed).text).xpath("//tbody//th//a/text()")
    assert [name.strip() for name in names] == ["Ada Umber"]
    page = html.fromstring(signed_in(contributor).get("/admin/").text)
    (add,) = page.xpath('//a[text()="Ada Umber"]/@href')
    signed_in(contributor).post(add, {"author": ada.pk, "nothing": "none"})
    assert part(signed_in(contributor), title) == {}
