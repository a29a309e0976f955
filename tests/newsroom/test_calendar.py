"""The editorial calendar: each edition on its day by the newsroom's clock, the windows, the tray, and moving."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles import workflow
from articles.models import Edition
from articles.publishing import cancel, publish, schedule
from articles.windows import retime
from companies import releases
from newsroom.desk.planning import Entry, Plan, month_of, otherwise, plan, week_of
from newsroom.desk.rescheduling import moment
from tests.editing import signed_in
from tests.factories import make_article, make_model

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

#: A year that no test is run after, with the days on which London's clocks change.
YEAR, FORWARD, BACK = 2049, date(2049, 3, 28), date(2049, 10, 31)


def on(day: date, clock: str = "09:00") -> datetime:
    """A time of the newsroom's clock."""
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def waiting(publisher: User, at: datetime, headline: str = "Later", **settings: Any) -> Edition:
    """An edition that waits for a time."""
    return schedule(make_article(headline), by=publisher, at=at, **settings)


def shown(found: Plan) -> dict[date, list[str]]:
    """The headlines of each day that has any."""
    days = (day for week in found.weeks for day in week.days)
    return {day.date: [entry.edition.headline for entry in day.entries] for day in days if day.entries}


def send(client: Client, edition: Edition, day: date | str, clock: str, **values: str) -> str:
    """Send the form of an edition as it was drawn; returns what the calendar then says."""
    sent = {"day": str(day), "clock": clock, "was": edition.visible_from.isoformat()} | values
    answer = client.post(f"/admin/calendar/move/{edition.pk}/?month={YEAR}-03", sent, follow=True)
    assert answer.redirect_chain == [(f"/admin/calendar/?month={YEAR}-03", 302)]
    [said] = answer.context["messages"]
    return str(said)


def place(edition: Edition) -> str:
    """Where an edition stands by the newsroom's clock."""
    found = Edition.objects.get(pk=edition.pk).visible_from
    return f"{timezone.localtime(found):%Y-%m-%d %H:%M %Z}"


def test_a_month_is_shown_in_whole_weeks() -> None:
    days = month_of(date(2026, 12, 17))
    assert (days.first, days.last) == (date(2026, 11, 30), date(2027, 1, 3))
    assert (days.name, days.query) == ("December 2026", "month=2026-12")
    assert days.before == month_of(date(2026, 11, 1)) and days.after == month_of(date(2027, 1, 1))
    week = week_of(date(2026, 12, 1))
    assert (week.name, week.query) == ("30 November to 6 December 2026", "week=2026-11-30")
    assert week_of(date(2026, 12, 31)).name == "28 December 2026 to 3 January 2027"
    assert otherwise(days, date(2026, 12, 9)) == week_of(date(2026, 12, 9))
    assert otherwise(days, date(2026, 8, 9)) == week and otherwise(week, date(2026, 8, 9)) == days


def test_the_calendar_ends_where_its_years_do() -> None:
    assert month_of(date(1970, 1, 5)).before is None
    assert month_of(date(2100, 12, 5)).after is None


@given(st.dates(date(1971, 1, 1), date(2099, 12, 31)))
def test_months_and_weeks_lead_to_one_another_without_a_gap(day: date) -> None:
    for kind in (month_of, week_of):
        days = kind(day)
        assert days.first <= day <= days.last
        assert days.first.weekday() == 0 and days.last.weekday() == 6
        assert days.after and days.after.before == days
        assert days.before and days.before.after == days
        assert days.after.first <= days.last + timedelta(days=1)


def test_each_edition_stands_on_its_day_by_the_newsrooms_clock(publisher: User) -> None:
    # In summer London's day begins at 23:00 of the day before in UTC.
    waiting(publisher, datetime(YEAR, 7, 5, 22, 59, tzinfo=UTC), "Before midnight")
    waiting(publisher, datetime(YEAR, 7, 5, 23, 0, tzinfo=UTC), "At midnight")
    waiting(publisher, datetime(YEAR, 7, 11, 23, 0, tzinfo=UTC), "The week after")
    assert shown(plan(week_of(date(YEAR, 7, 5)))) == {
        date(YEAR, 7, 5): ["Before midnight"],
        date(YEAR, 7, 6): ["At midnight"],
    }
    assert shown(plan(week_of(date(YEAR, 7, 12)))) == {date(YEAR, 7, 12): ["The week after"]}


def test_what_was_published_stands_on_the_day_it_appeared_with_what_became_of_it(publisher: User) -> None:
    article = make_article("Twice")
    publish(article, by=publisher)
    publish(article, by=publisher, note="More.")
    gone = publish(make_article("Gone"), by=publisher)
    cancelled = waiting(publisher, timezone.now() + timedelta(minutes=1), "Cancelled")
    cancel(cancelled.article, by=publisher)
    at = timezone.now()
    retime(Edition.objects.filter(pk=gone.pk), withdrawn_at=at)
    [(day, found)] = [
        (day, day.entries)
        for week in plan(month_of(timezone.localdate(at)), at).weeks
        for day in week.days
        if day.entries
    ]
    assert day.today and day.date == timezone.localdate(at)
    assert [(entry.edition.headline, entry.edition.number, entry.said) for entry in found] == [
        ("Twice", 1, "published, replaced since"),
        ("Twice", 2, "published"),
        ("Gone", 1, "published, withdrawn since"),
    ]


def test_a_month_folds_away_the_first_of_many_and_never_what_waits(publisher: User) -> None:
    for n in range(6):
        publish(make_article(f"Out {n}"), by=publisher)
    at = timezone.now()
    edition = waiting(publisher, at + timedelta(days=1))
    retime(Edition.objects.filter(pk=edition.pk), visible_from=at + timedelta(microseconds=1))
    [day] = [
        day for week in plan(month_of(timezone.localdate(at)), at).weeks for day in week.days if day.today
    ]
    assert [entry.edition.headline for entry in day.earlier] == ["Out 0", "Out 1"]
    assert [entry.edition.headline for entry in day.shown] == [*(f"Out {n}" for n in range(2, 6)), "Later"]
    [day] = [
        day for week in plan(week_of(timezone.localdate(at)), at).weeks for day in week.days if day.today
    ]
    assert not day.earlier and len(day.shown) == 7


def test_a_release_window_is_a_band_over_its_days(publisher: User) -> None:
    for name, window in (
        ("Within", "2026-12-08/2026-12-10"),
        ("Over two weeks", "2026-12-12/2026-12-15"),
        ("All year", "2026"),
        ("Before", "2026-11-29"),
    ):
        model = make_model(name, published_from=timezone.now())
        releases.claim(
            model, status="announced", window=window, claimed_by="Umbra", claimed_on=date(2026, 1, 2)
        )
    make_model("Private", released="2026-12-09", status="released")
    found = plan(month_of(date(2026, 12, 1)))
    assert [row.model.name for row in found.throughout] == []
    bands = [
        [(band.row.model.name, band.start, band.days, band.opens, band.closes) for band in week.bands]
        for week in found.weeks
    ]
    assert bands[1] == [
        ("All year", 1, 7, False, False),
        ("Within", 2, 3, True, True),
        ("Over two weeks", 6, 2, True, False),
    ]
    assert bands[2][1] == ("Over two weeks", 1, 2, False, True)
    assert bands[4] == [("All year", 1, 4, False, True)]
    [row] = plan(month_of(date(2026, 10, 1))).throughout
    assert row.model.name == "All year"


def test_the_tray_has_what_is_ready_or_in_review_and_waits_for_no_time(
    publisher: User, contributor: User
) -> None:
    ready, review, _, scheduled = (make_article(n) for n in ("Ready", "In review", "Draft", "Scheduled"))
    workflow.move(review, "submit", by=publisher)
    schedule(scheduled, by=publisher, at=timezone.now() + timedelta(days=1))
    for article in (ready, scheduled):
        type(article).objects.filter(pk=article.pk).update(state="ready")
    tray = plan(month_of(date(2026, 12, 1))).tray
    assert [article.headline for article in tray.articles] == ["Ready", "In review"]
    assert (tray.total, tray.left) == (2, 0)
    page = signed_in(contributor).get("/admin/calendar/").content.decode()
    assert "planned is not scheduled" in page.lower() and "In review" in page


def test_contributors_and_editors_see_it_and_only_publishers_move(
    contributor: User, editor: User, publisher: User
) -> None:
    edition = waiting(publisher, on(date(YEAR, 3, 3)))
    for user, forms in ((contributor, 0), (editor, 0), (publisher, 1)):
        page = signed_in(user).get(f"/admin/calendar/?month={YEAR}-03").content.decode()
        assert "Later" in page and "09:00 GMT" in page and "Europe/London" in page
        assert page.count('name="clock"') == forms
        if not forms:
            sent = {"day": f"{YEAR}-03-09", "clock": "09:00", "was": edition.visible_from.isoformat()}
            assert signed_in(user).post(f"/admin/calendar/move/{edition.pk}/", sent).status_code == 403
    assert place(edition) == f"{YEAR}-03-03 09:00 GMT"


def test_the_form_moves_a_waiting_edition_and_says_where_to(publisher: User) -> None:
    edition = waiting(publisher, on(date(YEAR, 3, 3)))
    said = send(signed_in(publisher), edition, date(YEAR, 3, 9), "14:30")
    assert said == f"“Later” now appears on 9 March {YEAR}, 14:30 GMT."
    assert place(edition) == f"{YEAR}-03-09 14:30 GMT"


def test_the_time_of_day_is_kept_over_a_change_of_the_clocks(publisher: User) -> None:
    edition = waiting(publisher, on(FORWARD - timedelta(days=1)))
    said = send(signed_in(publisher), edition, FORWARD + timedelta(days=1), "09:00")
    assert said == f"“Later” now appears on 29 March {YEAR}, 09:00 BST."
    assert Edition.objects.get().visible_from == datetime(YEAR, 3, 29, 8, tzinfo=UTC)


def test_a_time_that_there_is_not_moves_on_and_one_that_comes_twice_is_the_first(publisher: User) -> None:
    edition, client = waiting(publisher, on(date(YEAR, 3, 3), "01:30")), signed_in(publisher)
    said = send(client, edition, FORWARD, "01:30")
    assert said == (
        f"“Later” now appears on 28 March {YEAR}, 02:30 BST."
        " There is no 01:30 on that day, when the clocks go forward."
    )
    edition.refresh_from_db()
    said = send(client, edition, BACK, "01:30")
    assert said.endswith("31 October 2049, 01:30 BST. 01:30 comes twice on that day: the first is meant.")
    # At the second of the two, a form that was not altered moves nothing.
    retime(Edition.objects.filter(pk=edition.pk), visible_from=datetime(YEAR, 10, 31, 1, 30, tzinfo=UTC))
    edition.refresh_from_db()
    assert send(client, edition, BACK, "01:30") == "“Later” stays where it is, on 31 October 2049, 01:30 GMT."
    assert place(edition) == "2049-10-31 01:30 GMT"


@given(st.datetimes(datetime(1999, 1, 1), datetime(2049, 12, 31)))
def test_what_the_clock_shows_is_kept_or_said_to_be_otherwise(meant: datetime) -> None:
    at, note = moment(meant.date(), meant.time())
    kept = timezone.localtime(at).replace(tzinfo=None) == meant
    assert kept is not note.startswith(" There is no")


@pytest.mark.parametrize(
    ("day", "clock", "why"),
    [
        (date(2020, 1, 3), "09:00", "The time must be in the future. To publish now, choose Publish."),
        (date(YEAR, 5, 1), "09:00", "The time must come before the edition expires."),
        ("soon", "09:00", "Give the day as year, month and day, such as 2026-12-01."),
        (date(2101, 1, 1), "09:00", "Give a year between 1970 and 2100."),
        (date(YEAR, 3, 9), "noon", "Give the time such as 09:30."),
        (date(YEAR, 3, 9), "", "Give the time."),
    ],
)
def test_a_refusal_says_why_and_moves_nothing(publisher: User, day: date | str, clock: str, why: str) -> None:
    edition = waiting(publisher, on(date(YEAR, 3, 3)), expires_at=on(date(YEAR, 4, 1)))
    assert send(signed_in(publisher), edition, day, clock) == f"“Later” was not moved. {why}"
    assert place(edition) == f"{YEAR}-03-03 09:00 GMT"


def test_what_was_moved_appeared_or_cancelled_meanwhile_is_not_moved_unseen(publisher: User) -> None:
    edition, client = waiting(publisher, on(date(YEAR, 3, 3))), signed_in(publisher)
    send(client, edition, date(YEAR, 3, 4), "10:00")
    said = send(client, edition, date(YEAR, 3, 5), "09:00")  # as it was drawn at first
    assert said == f"“Later” was not moved. It was moved meanwhile, to 4 March {YEAR}, 10:00 GMT."
    publish(edition.article, by=publisher)
    edition.refresh_from_db()
    said = send(client, edition, date(YEAR, 3, 5), "09:00")
    assert said == (
        "“Later” was not moved. It no longer waits: it has appeared, was cancelled or was made anew."
    )


def test_a_script_is_answered_with_the_calendar_as_it_is_then(publisher: User) -> None:
    edition, client = waiting(publisher, on(date(YEAR, 3, 3))), signed_in(publisher)
    where = f"/admin/calendar/move/{edition.pk}/?month={YEAR}-03"
    sent = {"day": f"{YEAR}-03-09", "clock": "09:00", "was": edition.visible_from.isoformat()}
    moved = client.post(where, sent, headers={"Accept": "application/json"})
    assert moved.status_code == 200 and "now appears on 9 March" in moved.json()["said"]
    assert f'value="{YEAR}-03-09"' in moved.json()["html"] and "<html" not in moved.json()["html"]
    refused = client.post(where, sent, headers={"Accept": "application/json"})
    assert refused.status_code == 409 and "was moved meanwhile" in refused.json()["said"]
    assert client.get(where).status_code == 405


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("month=soon", "Give “month” as a year and a month, such as 2026-12."),
        ("week=2026-12", "Give “week” as a day of it, such as 2026-12-01."),
        ("month=0001-01", "Give a year between 1970 and 2100."),
        ("week=9999-12-31", "Give a year between 1970 and 2100."),
        ("month=2026-12&week=2026-12-01", "Give either a month or a week."),
        ("day=2026-12-01", "There is no filter “day” here."),
    ],
)
def test_days_that_there_are_not_are_refused_in_a_sentence(editor: User, query: str, sentence: str) -> None:
    answer = signed_in(editor).get(f"/admin/calendar/?{query}")
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_a_month_and_a_week_lead_on_back_and_to_today(editor: User) -> None:
    client = signed_in(editor)
    page = client.get("/admin/calendar/?month=2026-12").content.decode()
    today = timezone.localdate()
    assert all(f'href="?month={month}"' in page for month in ("2026-11", "2027-01", f"{today:%Y-%m}"))
    page = client.get("/admin/calendar/?week=2026-12-01").content.decode()
    assert all(f'href="?week={monday}"' in page for monday in ("2026-11-23", "2026-12-07"))
    assert 'href="?month=2026-12"' in page


def test_the_calendar_takes_the_same_queries_whatever_there_is(publisher: User) -> None:
    def fill() -> None:
        publish(make_article("Out"), by=publisher)
        waiting(publisher, timezone.now() + timedelta(seconds=90))
        workflow.move(make_article("In review"), "submit", by=publisher)
        model = make_model(published_from=timezone.now())
        releases.claim(
            model,
            status="announced",
            window=f"{timezone.localdate()}",
            claimed_by="U",
            claimed_on=date(2026, 1, 2),
        )

    fill()
    few = _queries()
    for _ in range(4):
        fill()
    assert _queries() == few == 6


def _queries() -> int:
    with CaptureQueriesContext(connection) as queries:
        found = plan(week_of(timezone.localdate()))
    entries: list[Entry] = [e for week in found.weeks for day in week.days for e in day.entries]
    assert entries and found.tray.articles and any(week.bands for week in found.weeks)
    return len(queries)
