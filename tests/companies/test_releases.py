"""What was said of a release: slips, promises kept, and where a release stands today."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from companies import calendar, tracker
from companies.calendar import Axis, Span
from companies.models import AIModel
from companies.releases import claim, history, promised_and_delivered, slips
from tests.factories import make_company, make_model, someday

START = date(2026, 1, 1)


def out() -> dict[str, Any]:
    """What makes a record public."""
    return {"published_from": timezone.now() - timedelta(days=1)}


def told(*said: tuple[str, str]) -> AIModel:
    """A model with claims, status and window, a day apart."""
    model = make_model(**out())
    for days, (status, window) in enumerate(said):
        claim(model, status=status, window=window, claimed_on=START + timedelta(days=days))
    return AIModel.objects.get(pk=model.pk)


def moves(model: AIModel) -> list[int | None]:
    """The move of each claim's last day."""
    return [item.slip_days for item in history(model.claims.all())]


@pytest.mark.django_db
def test_a_later_window_is_a_slip_by_the_days_that_its_end_moved() -> None:
    model = told(("announced", "2026-02"), ("announced", "2026-33"), ("released", "2026-04-09"))
    assert moves(model) == [None, 31, 9]
    assert slips(history(model.claims.all())).in_words == "twice, 40 days"


@pytest.mark.django_db
def test_an_earlier_window_is_no_slip_and_takes_nothing_off_the_others() -> None:
    model = told(("announced", "2026-02"), ("announced", "2026-03"), ("announced", "2026-02"))
    assert moves(model) == [None, 31, -31]
    assert slips(history(model.claims.all())) == (1, 31)


@pytest.mark.django_db
def test_a_claim_without_a_last_day_has_no_slip_and_the_next_is_held_against_the_one_before() -> None:
    model = told(
        ("announced", "2026-02"), ("announced", ""), ("announced", "2026-03/.."), ("announced", "2026-03")
    )
    assert moves(model) == [None, None, None, 31]


@pytest.mark.django_db
def test_a_withdrawal_is_no_slip_and_a_second_start_is_held_against_the_last_promise() -> None:
    model = told(("announced", "2026-02"), ("withdrawn", "2026-05"), ("announced", "2026-03"))
    assert moves(model) == [None, None, 31]


@pytest.mark.django_db
def test_what_is_out_does_not_slip_when_its_day_is_corrected() -> None:
    model = told(("announced", "2026-02"), ("released", "2026-02-10"), ("released", "2026-03-01"))
    assert moves(model) == [None, -18, None]


def test_slips_are_told_in_words() -> None:
    assert [slips([]).in_words, calendar_words(1, 1), calendar_words(4, 92)] == [
        "",
        "once, 1 day",
        "4 times, 92 days",
    ]


def calendar_words(times: int, days: int) -> str:
    """So many slips in words."""
    from companies.releases import Slips

    return Slips(times, days).in_words


@pytest.mark.django_db
def test_a_companys_promises_are_held_against_what_came() -> None:
    lab = make_company(**out())
    now = timezone.now()
    for first, then in (
        ("2026-02", ("released", "2026-02-20")),
        ("2026-02", ("released", "2026-03-10")),
        ("2026-02", ("released", "2026-03-30")),
        ("2026-02", ("announced", "2026-03")),
        ("2026-02", ("withdrawn", "")),
    ):
        model = make_model(developer=lab, **out())
        claim(model, status="announced", window=first, claimed_on=someday(2026, 1, 1))
        claim(model, status=then[0], window=then[1], claimed_on=someday(2026, 1, 9))
    record = promised_and_delivered(lab, now)
    assert (len(record.promises), record.came, record.in_time, record.late) == (5, 3, 1, 2)
    assert sorted(p.days for p in record.promises if p.days is not None) == [-8, 10, 30]
    assert (record.median, record.median_in_words) == (10, "10 days late")
    assert record.overdue == 1


@pytest.mark.django_db
def test_rumours_private_models_and_unannounced_releases_are_no_promises() -> None:
    lab = make_company(**out())
    rumoured, private, sudden = (
        make_model(developer=lab, **out()),
        make_model(developer=lab),
        make_model(developer=lab, **out()),
    )
    claim(rumoured, status="rumoured", window="2026-02", claimed_on=someday(2026, 1, 1))
    claim(private, status="announced", window="2026-02", claimed_on=someday(2026, 1, 1))
    claim(sudden, status="released", window="2026-02", claimed_on=someday(2026, 2, 1))
    assert promised_and_delivered(lab, timezone.now()).promises == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "opens", "closes"),
    [
        (("announced", "2026-02"), date(2026, 2, 1), date(2026, 2, 28)),
        (("announced", "../2030"), START, date(2030, 12, 31)),
        (("announced", "../2025"), date(2025, 12, 31), date(2025, 12, 31)),
        (("announced", "2026-05/.."), date(2026, 5, 1), None),
        (("announced", ""), None, None),
        (("released", "2026-02-10"), date(2026, 2, 10), date(2026, 2, 10)),
        (("withdrawn", ""), START, START),
    ],
)
def test_the_tracker_shows_the_window_of_the_latest_claim(
    said: tuple[str, str], opens: date, closes: date
) -> None:
    told(said)
    model: Any = tracker.tracked(timezone.now()).get()
    assert (model.opens, model.closes) == (opens, closes)


@pytest.mark.django_db
def test_overdue_begins_on_the_day_after_the_window() -> None:
    model = told(("announced", "2026-02"))
    last = timezone.make_aware(datetime(2026, 2, 28, 12))
    AIModel.objects.filter(pk=model.pk).update(published_from=last - timedelta(days=90))
    for days, overdue in ((0, 0), (1, 1), (40, 40)):
        at = last + timedelta(days=days)
        (row,) = tracker.rows(tracker.by_window(tracker.tracked(at)), at)
        assert (row.overdue, row.standing) == (overdue, "overdue" if overdue else "expected")
        assert row.window.closes == date(2026, 2, 28)


YEAR = calendar.of_year(2026, date(2026, 2, 12))


def test_the_year_around_now_begins_with_the_quarter_before() -> None:
    assert calendar.around(date(2026, 2, 12))[:2] == (date(2025, 10, 1), date(2026, 9, 30))
    assert calendar.around(date(2026, 11, 25))[:2] == (date(2026, 7, 1), date(2027, 6, 30))


def test_a_window_is_drawn_from_its_first_day_to_the_end_of_its_last() -> None:
    (bar,) = YEAR.draw("expected", Span(date(2026, 2, 1), date(2026, 2, 28)), []).bars
    assert (bar.x, bar.width, bar.kind) == ("8.49%", "7.67%", "win")


def test_a_known_day_is_a_dot_and_a_vague_window_has_round_ends() -> None:
    (dot,) = YEAR.draw("released", Span(date(2026, 2, 10), date(2026, 2, 10)), []).dots
    assert (dot.x, dot.kind) == ("11.10%", "out")
    (bar,) = YEAR.draw("expected", Span(date(2026, 2, 3), date(2026, 3, 4), vague=True), []).bars
    assert bar.round


def test_a_slip_is_a_thread_between_windows_and_days_overdue_lead_to_today() -> None:
    january, march = Span(date(2026, 1, 1), date(2026, 1, 31)), Span(date(2026, 3, 1), date(2026, 3, 31))
    drawn = YEAR.draw("expected", march, [january])
    assert [bar.kind for bar in drawn.bars] == ["was", "win"]
    assert drawn.threads == [("8.49%", "16.16%")]
    assert YEAR.draw("expected", january, [march]).threads == []
    assert YEAR.draw("overdue", january, []).threads == [("8.49%", "11.51%")]


def test_a_window_beyond_the_axis_is_cut_off_and_says_where_it_leads() -> None:
    drawn = YEAR.draw("expected", Span(date(2026, 7, 2), date(2030, 12, 31)), [])
    assert (drawn.bars[0].x, drawn.bars[0].width, drawn.label) == ("49.86%", "50.14%", "to December 2030")
    assert YEAR.draw("expected", Span(date(2026, 7, 2), None), []).label == "no end named"
    after = YEAR.draw("expected", Span(date(2027, 7, 2), date(2027, 8, 1)), [])
    assert (after.bars, after.label) == ([], "to August 2027")
    assert YEAR.draw("expected", Span(None, None), []) == ([], [], [], "")


DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@given(DAYS, st.none() | DAYS, st.none() | DAYS, st.lists(st.tuples(DAYS, DAYS), max_size=3))
def test_nothing_is_ever_drawn_outside_the_axis(
    today: date, opens: date | None, closes: date | None, before: list[tuple[date, date]]
) -> None:
    if opens and closes and opens > closes:
        opens, closes = closes, opens
    axis: Axis = calendar.around(today)
    earlier = [Span(min(pair), max(pair)) for pair in before]
    for standing in ("expected", "overdue", "released", "withdrawn"):
        drawn = axis.draw(standing, Span(opens, closes), earlier)
        edges = [(bar.x, bar.width) for bar in drawn.bars]
        for x, width in edges:
            assert float(x[:-1]) >= 0 and float(x[:-1]) + float(width[:-1]) <= 100.02
        for thread in drawn.threads:
            assert 0 <= float(thread.x1[:-1]) < float(thread.x2[:-1]) + 0.01 <= 100.02
        for dot in drawn.dots:
            assert 0 <= float(dot.x[:-1]) <= 100


@given(DAYS, DAYS, st.sampled_from([1, 3]))
def test_periods_follow_one_another_without_a_gap(first: date, last: date, months: int) -> None:
    first, last = min(first, last), max(first, last)
    found = calendar.periods(first, last, months=months)
    assert found[0].first <= first <= found[0].last and found[-1].first <= last <= found[-1].last
    for one, after in pairwise(found):
        assert one.last + timedelta(days=1) == after.first
