"""Which of several values is used: the newest time first, then who says so; the others stand beneath it."""

from datetime import date

import pytest

from facts.choosing import by_metric, chosen
from tests.facts.test_charts import figure, year


def test_a_measured_value_comes_before_a_claimed_one_of_the_same_time() -> None:
    claimed, measured = year(1, 9, 2024, nature="claimed"), figure(2, 7, "2024-06", earliest=date(2024, 6, 1))
    group = chosen([claimed, measured])
    assert group.used is measured and group.why == "Measured by others."
    assert group.others == [(claimed, "Of the same time, but claimed.")]


def test_a_newer_time_comes_before_a_better_nature() -> None:
    group = chosen([year(1, 9, 2023), year(2, 7, 2024, nature="claimed")])
    assert group.used.pk == 2 and group.older == 1 and not group.others


def test_a_forecast_is_used_only_where_there_is_nothing_else() -> None:
    forecast = year(1, 9, 2030, nature="forecast")
    assert chosen([forecast]).used is forecast
    group = chosen([forecast, year(2, 5, 2024)])
    assert group.used.pk == 2 and group.others == [(forecast, "A forecast, kept apart.")]


def test_another_scope_stands_beneath_and_another_unit_for_itself() -> None:
    alone, all_doors = year(1, 5, 2024, scope_id="the app alone"), year(2, 9, 2025)
    yuan = year(3, 9, 2025, unit="CNY")
    first, second = sorted(by_metric([alone, all_doors, yuan]), key=lambda group: -group.rows)
    assert first.used is all_doors and first.others == [(alone, "Of another scope.")]
    assert second.used is yuan and second.rows == 1


def test_values_without_a_day_are_older_than_all_others() -> None:
    undated = figure(1, 5, "", earliest=None)
    assert chosen([undated, year(2, 7, 1999)]).used.pk == 2
    assert chosen([undated]).used is undated


def test_of_nothing_nothing_is_chosen() -> None:
    with pytest.raises(ValueError):
        chosen([])
