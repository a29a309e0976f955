"""Models on a timeline: every one where its days are, named where there is room, the rest in the table."""

from datetime import date, timedelta
from typing import Any

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from companies.lineage import in_order
from companies.models import AIModel, ModelFamily, ReleaseClaim
from companies.timeline import Timeline, timeline

TODAY = date(2026, 3, 1)
FAMILIES = [ModelFamily(pk=pk, name=f"Family {pk}") for pk in (1, 2, 3)]


def model(pk: int, begin: date | None, days: int = 0, **values: Any) -> AIModel:
    """A model that no database knows, released in a window of days."""
    made = AIModel(pk=pk, name=f"Model {pk}", **{"status": "released", "version": str(pk)} | values)
    made.released_earliest, made.released_latest = begin, begin and begin + timedelta(days)
    made._prefetched_objects_cache = {"claims": []}
    return made


def expected(pk: int, first: date, last: date, **values: Any) -> AIModel:
    """A model that somebody has spoken of."""
    made = model(pk, None, status="announced", **values)
    claim = ReleaseClaim(pk=1, model=made, claimed_on=date(2026, 1, 1), window=f"{first}/{last}")
    claim.window_earliest, claim.window_latest = first, last
    made._prefetched_objects_cache = {"claims": [claim]}
    return made


def drawn(models: list[AIModel]) -> Timeline:
    """A timeline that there is."""
    found = timeline(models, FAMILIES, today=TODAY)
    assert found is not None
    return found


many = st.lists(
    st.tuples(
        st.dates(date(2015, 1, 1), date(2035, 1, 1)), st.integers(0, 400), st.sampled_from([1, 2, None])
    ),
    min_size=2,
    max_size=50,
)


@given(many)
def test_spots_lie_on_the_page_in_order_and_words_do_not_touch(given_models: list[tuple[Any, ...]]) -> None:
    models = [
        model(pk, begin, days, family_id=family) for pk, (begin, days, family) in enumerate(given_models, 1)
    ]
    found = drawn(models)
    spots = [spot for lane in found.lanes for spot in lane.spots]
    assert len(spots) == len(models)
    for lane in found.lanes:
        assert lane.top + lane.height <= found.height
        places = [(spot.left, spot.right) for spot in lane.spots]
        assert places == sorted(places)
        assert all(0 <= left <= right <= 100 for left, right in places)
        assert lane.spots[-1].label is not None
        for row in range(lane.rows + 1):
            named = [spot.middle for spot in lane.spots if spot.label is not None and spot.row == row]
            assert len(named) == len(set(named))


def test_no_edge_cuts_a_name() -> None:
    models = [model(pk, date(2025, pk, 1)) for pk in (1, 6, 11)]
    for one in models:
        one.version = "V3.2-Experimental"
    found = drawn(models).lanes[0].spots
    assert found[-1].middle > 85 and [spot.anchor for spot in found] == ["", "t-mid", "t-end"]


def test_fewer_than_two_dated_models_are_no_timeline() -> None:
    assert timeline([], [], today=TODAY) is None
    assert timeline([model(1, date(2025, 1, 1)), model(2, None)], [], today=TODAY) is None


def test_what_is_expected_overdue_or_withdrawn_looks_so() -> None:
    found = drawn(
        [
            model(1, date(2025, 1, 1)),
            model(2, date(2025, 2, 1), status="withdrawn"),
            expected(3, date(2026, 2, 1), date(2026, 2, 20)),
            expected(4, date(2026, 2, 1), date(2026, 4, 1)),
        ]
    )
    assert [spot.state for spot in found.lanes[0].spots] == ["out", "gone", "over", "win"]
    assert found.title == "Two releases since 2025, and two to come"
    assert "Model 4: expected" in found.described


def test_a_family_that_may_not_be_named_is_not() -> None:
    found = drawn([model(1, date(2025, 1, 1), family_id=1), model(2, date(2025, 2, 1), family_id=9)])
    assert [lane.name for lane in found.lanes] == ["Family 1", "Other models"]


def test_long_names_are_cut_in_the_drawing() -> None:
    models = [model(pk, date(2025, pk, 1)) for pk in (1, 2)]
    models[0].version, models[1].name, models[1].version = "v" * 40, "N" * 120, ""
    assert all(len(spot.name) <= 24 for spot in drawn(models).lanes[0].spots)


def test_the_longest_line_of_successors_comes_first_then_the_rest_by_release() -> None:
    side = model(1, date(2023, 1, 1))
    first, third = model(2, date(2024, 1, 1)), model(4, date(2024, 3, 1), predecessor_id=3)
    second = model(3, date(2024, 6, 1), predecessor_id=2)
    undated = model(5, None)
    assert [m.pk for m in in_order([undated, third, side, second, first])] == [2, 3, 4, 1, 5]


def test_without_successors_or_in_a_loop_the_order_is_that_of_release() -> None:
    assert [m.pk for m in in_order([model(1, date(2025, 1, 1)), model(2, date(2024, 1, 1))])] == [2, 1]
    loop = [model(1, date(2025, 1, 1), predecessor_id=2), model(2, date(2024, 1, 1), predecessor_id=1)]
    assert sorted(m.pk for m in in_order(loop)) == [1, 2]


def test_chinese_names_in_the_drawing_say_that_they_are_chinese() -> None:
    models = [model(pk, date(2025, pk, 1), version="", family_id=1) for pk in (1, 2)]
    models[0].name = "豆包 1.5"
    found = timeline(models, [ModelFamily(pk=1, name="豆包")], today=TODAY)
    drawing = render_to_string("companies/components/timeline.html", {"timeline": found})
    assert '<tspan class="t-ink"><tspan lang="zh-Hans">豆包</tspan></tspan>' in drawing
    assert '<tspan lang="zh-Hans">豆包</tspan> 1.5</text>' in drawing
