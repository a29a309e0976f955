"""Charts: places within the page, in order, true to their values; lines as their figures are known."""

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from companies.models import Record
from facts.charts import LINES, Bars, Chart, Series, line, over_time, side_by_side, value_ticks
from facts.models import Fact, Metric, Source

METRIC = Metric(pk=1, code="mau", name="Monthly users", unit="people")


def figure(pk: int, value: object, as_of: str = "2025", **given_values: Any) -> Fact:
    """A measured figure that no database knows."""
    earliest = given_values.pop("earliest", date(2025, 1, 1))
    values: dict[str, Any] = {"unit": "people", "nature": "measured", "qualifier": "exactly"} | given_values
    return Fact(
        pk=pk,
        value=Decimal(str(value)),
        metric=METRIC,
        source=Source(pk=pk, title="Report", publisher=values.pop("publisher", "Shadow Count")),
        subject=values.pop("subject", None) or Record(pk=1, name="Umbra Chat", slug="umbra", kind="product"),
        as_of=as_of,
        as_of_earliest=earliest,
        as_of_latest=values.pop("latest", earliest),
        **values,
    )


def year(pk: int, value: object, number: int, **values: Any) -> Fact:
    """A figure of a whole year."""
    return figure(pk, value, str(number), earliest=date(number, 1, 1), latest=date(number, 12, 31), **values)


natures = st.sampled_from(Fact.Nature.values)
amounts = st.decimals(0, Decimal(10) ** 23, places=6, allow_nan=False)


@st.composite
def figures(draw: Any) -> list[Fact]:
    """A series as it may come: vague times, ranges, natures and disputes in any order."""
    found = []
    for pk in range(1, draw(st.integers(2, 9))):
        begin = draw(st.dates(date(1950, 1, 1), date(2080, 1, 1)))
        value = draw(amounts)
        high = draw(st.none() | st.just(value * 2 + 1))
        end = begin + timedelta(draw(st.integers(0, 800)))
        kept = {"nature": draw(natures), "disputed": draw(st.booleans()), "high": high}
        found.append(figure(pk, value, str(begin), earliest=begin, latest=end, **kept))
    return found


def drawn(chart: Chart | None) -> Series:
    """The drawing of a series."""
    assert chart is not None and isinstance(chart.drawing, Series)
    return chart.drawing


@given(figures())
def test_marks_lie_within_the_page_and_keep_the_order_of_times_and_values(facts: list[Fact]) -> None:
    chart = over_time(facts)
    if chart is None:
        return
    marks = drawn(chart).marks
    assert len(marks) == len(facts)
    for mark in marks:
        assert 0 <= mark.x <= 100 and 0 <= mark.y <= 100
        corners = [float(number) for number in re.findall(r"[0-9.]+", mark.box)]
        assert all(0 <= corner <= 100 for corner in corners)
    for one in marks:
        for other in marks:
            middle, beyond = (m.fact.value + (m.fact.high or m.fact.value) for m in (one, other))
            if middle == beyond:
                assert one.y == other.y
            elif middle < beyond:
                assert one.y >= other.y
    starts = [mark.fact.as_of_earliest for mark in marks]
    assert starts == sorted(starts)


@given(figures())
def test_the_line_goes_on_in_time_and_is_as_sure_as_its_less_sure_end(facts: list[Fact]) -> None:
    chart = over_time(facts)
    if chart is None:
        return
    ends = [re.findall(r"-?[0-9.]+", stroke.path) for stroke in drawn(chart).lines]
    assert all(float(numbers[0]) < float(numbers[-2]) for numbers in ends)
    assert {stroke.known for stroke in drawn(chart).lines} <= {
        "disputed" if fact.disputed else fact.nature for fact in facts
    }


@given(amounts)
def test_ticks_are_round_begin_at_zero_and_cover_the_value(highest: Decimal) -> None:
    ticks = [value for value, _ in value_ticks(highest, "people")]
    assert ticks[0] == 0 and highest <= ticks[-1]
    assert 2 <= len(ticks) <= 6
    steps = {b - a for a, b in pairwise(ticks)}
    assert len(steps) == 1 and steps.pop().normalize().as_tuple().digits in {(1,), (2,), (5,)}


@given(st.lists(amounts, min_size=2, max_size=20))
def test_bars_begin_at_zero_and_equal_values_are_equally_long(values: list[Decimal]) -> None:
    facts = [figure(pk, value, subject=Record(pk=pk, name=f"P{pk}")) for pk, value in enumerate(values, 1)]
    chart = side_by_side(facts)
    assert chart is not None and isinstance(chart.drawing, Bars)
    bars = chart.drawing.bars
    assert len(bars) <= 12 and len(chart.facts) == len(values)
    assert all(bar.line.path.startswith("M0 ") and 0 <= bar.end <= 100 for bar in bars)
    for one in bars:
        for other in bars:
            if one.fact.value == other.fact.value:
                assert one.end == other.end
    assert [bar.end for bar in bars] == sorted((bar.end for bar in bars), reverse=True)


@given(*[st.floats(0, 100).map(lambda n: round(n, 2))] * 4)
def test_a_wave_ends_where_its_line_ends(x: float, y: float, to_x: float, to_y: float) -> None:
    path = line((x, y), (to_x, to_y), "disputed", (500, 150)).path
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+", path)]
    assert numbers[:2] == pytest.approx([x, y], abs=0.01)
    assert numbers[-2:] == pytest.approx([to_x, to_y], abs=0.01)


def test_one_value_or_one_time_is_no_chart() -> None:
    assert over_time([]) is None
    assert over_time([year(1, 5, 2024)]) is None
    assert over_time([year(1, 5, 2024), year(2, 6, 2024, nature="claimed")]) is None
    assert over_time([year(1, 5, 2024), figure(2, 6, "", earliest=None)]) is None
    assert side_by_side([year(1, 5, 2024)]) is None


def test_of_one_time_the_line_goes_through_the_figure_that_is_used() -> None:
    facts = [year(1, 5, 2023), year(2, 9, 2024, nature="claimed"), year(3, 7, 2024)]
    series = drawn(over_time(facts))
    assert len(series.marks) == 3 and [stroke.known for stroke in series.lines] == ["measured"]


def test_a_forecast_is_drawn_after_what_is_known_and_never_before_it() -> None:
    facts = [year(1, 5, 2023), year(2, 7, 2025), year(3, 9, 2024, nature="forecast")]
    assert [stroke.known for stroke in drawn(over_time(facts)).lines] == ["measured"]
    facts.append(year(4, 11, 2030, nature="forecast"))
    assert [stroke.known for stroke in drawn(over_time(facts)).lines] == ["measured", "forecast"]


def test_a_window_is_as_wide_as_the_time_is_vague_and_a_range_as_high() -> None:
    vague, known, ranged = drawn(
        over_time([year(1, 5, 2023), figure(2, 6, "2024-01-01"), year(3, 4, 2025, high=Decimal(8))])
    ).marks

    def numbers(box: str) -> list[float]:
        return [float(number) for number in re.findall(r"[0-9.]+", box)]

    assert (
        numbers(vague.box)[2] - numbers(vague.box)[0] > 20 > 1 > numbers(known.box)[2] - numbers(known.box)[0]
    )
    assert "V" in ranged.box and "V" not in vague.box


def test_words_stand_where_no_line_goes_through_them() -> None:
    gentle = [year(1, 5, 2022), year(2, 5, 2023), year(3, 5, 2024)]
    assert [mark.anchor for mark in drawn(over_time(gentle)).marks] == ["t-mid"] * 3
    steep = [year(1, 3_000_000, 2022), year(2, 14_000_000, 2023), year(3, 30_000_000, 2024)]
    assert drawn(over_time(steep)).marks[1].anchor == "t-end"  # the line leaves it upwards
    falling = [year(1, 30_000_000, 2022), year(2, 14_000_000, 2023), year(3, 3_000_000, 2024)]
    assert drawn(over_time(falling)).marks[1].anchor == ""  # and here it comes from above


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        ([year(1, 5, 2023), year(2, 9, 2024)], "Monthly users rose from 5 to 9"),
        ([year(1, 9, 2023), year(2, 5, 2024)], "Monthly users fell from 9 to 5"),
        ([year(1, 5, 2023), year(2, 5, 2024)], "Monthly users stayed at 5"),
        ([year(1, 5, 2023, high=Decimal(9)), year(2, 7, 2024)], "Monthly users went from 5–9 to 7"),
        (
            [year(1, 5, 2023), year(2, 9, 2030, nature="forecast")],
            "Monthly users: forecast to rise from 5 to 9",
        ),
        (
            [year(1, 5, 2023), year(2, 6, 2024), year(3, 9, 2030, nature="forecast")],
            "Monthly users rose from 5 to 6; 9 forecast for 2030",
        ),
    ],
)
def test_the_title_states_the_finding(facts: list[Fact], title: str) -> None:
    chart = over_time(facts)
    assert chart is not None and chart.title == title


def test_the_title_of_a_comparison_names_who_is_highest() -> None:
    one, two = (Record(pk=pk, name=name) for pk, name in ((1, "Umbra"), (2, "Penumbra")))
    chart = side_by_side([figure(1, 5, subject=one), figure(2, 9, subject=two)])
    assert chart is not None and chart.title == "Monthly users: Penumbra is highest, at 9"
    chart = side_by_side([figure(1, 9, subject=one), figure(2, 9, subject=two)])
    assert chart is not None and chart.title == "Monthly users: all 2 stand at 9"


def test_the_note_names_unit_scope_and_each_line_that_is_drawn() -> None:
    kept = {"scope_id": "the app alone", "unit": "USD"}
    chart = over_time([year(1, 5, 2023, **kept), year(2, 9, 2024, nature="claimed", disputed=True, **kept)])
    assert chart is not None
    assert chart.note == "US dollars. The app alone. Solid: measured; wavy: disputed."


def page(chart: Chart) -> Any:
    """A chart as HTML."""
    return html.fromstring(render_to_string("facts/components/chart.html", {"chart": chart}))


@pytest.mark.parametrize("compared", [False, True])
def test_the_picture_says_what_it_shows_and_its_table_has_every_figure(compared: bool) -> None:
    subjects = [Record(pk=pk, name=f"Model {pk}") for pk in range(1, 31)]
    facts = [
        year(pk, pk * 10, 1990 + pk, nature=Fact.Nature.values[pk % 4], disputed=pk == 7, subject=subject)
        for pk, subject in enumerate(subjects, 1)
    ]
    chart = side_by_side(facts) if compared else over_time(facts)
    assert chart is not None
    found = page(chart)
    (picture,) = found.xpath('.//svg[@role="img"]')
    title, described = (picture.get_element_by_id(name) for name in picture.get("aria-labelledby").split())
    assert (title.tag, title.text) == ("title", chart.title)
    assert (described.tag, described.text) == ("desc", chart.described)
    assert len(found.xpath(".//details//tbody/tr")) == len(facts)
    assert [a.text for a in found.xpath(".//details//td/a")] == [fact.shown for fact in chart.facts]
    assert len(picture.xpath(".//circle")) == (12 if compared else len(facts))
    assert not found.xpath(".//@style | .//script | .//style")
    assert found.xpath(".//p[@class='chart-foot']")[0].text == "Source: Shadow Count."


def test_a_claimed_line_is_drawn_double() -> None:
    chart = over_time([year(1, 5, 2023, nature="claimed"), year(2, 9, 2024, nature="claimed")])
    assert chart is not None
    assert page(chart).xpath(
        'count(.//path[@class="l l-claimed"]) = 1 and count(.//path[@class="l l-core"]) = 1'
    )


def test_every_way_of_knowing_has_a_line_of_its_own() -> None:
    assert set(LINES) == {*Fact.Nature.values, "disputed"}
    assert len(set(LINES.values())) == len(LINES)
