"""The axis of time: it covers its days, keeps their order, and its ticks stand where its words say."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from companies.timescale import Timescale

days = st.lists(st.dates(), min_size=1, max_size=6)


@given(days, st.integers(3, 8), st.sampled_from([0, 14.0]))
def test_every_day_lies_on_the_axis_in_its_order(given_days: list[date], most: int, left: float) -> None:
    scale = Timescale.over(given_days, most=most, left=left)
    windows = [scale.window(day, day) for day in sorted(given_days)]
    assert all(left <= begin <= end <= 100 for begin, end in windows)
    assert windows == sorted(windows)
    assert windows[-1][1] > left


@given(days, st.integers(3, 8))
def test_ticks_are_few_in_order_and_on_the_axis(given_days: list[date], most: int) -> None:
    scale = Timescale.over(given_days, most=most)
    places = [tick.at for tick in scale.ticks]
    assert 1 <= len(places) <= most
    assert places == sorted(set(places)) and all(0 <= place < 100 for place in places)
    assert all(day.day == 1 for day in (scale.first, scale.last) if day not in (date.min, date.max))


@given(days)
def test_it_wastes_at_most_a_quarter_year_at_an_end_of_a_few_years(given_days: list[date]) -> None:
    scale = Timescale.over(given_days)
    if scale.step <= 12 and scale.last != date.max:
        assert min(given_days) - scale.first < timedelta(92)
        assert scale.last - max(given_days) <= timedelta(92)


def test_ticks_name_their_year_where_it_begins() -> None:
    months = Timescale.over([date(2025, 11, 5), date(2026, 2, 20)])
    assert [tick.label for tick in months.ticks] == ["Nov 2025", "Dec", "2026", "Feb"]
    years = Timescale.over([date(2023, 1, 1), date(2030, 12, 31)])
    assert [tick.label for tick in years.ticks] == ["2024", "2026", "2028", "2030"]
