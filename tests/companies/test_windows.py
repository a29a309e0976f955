"""What a model's row holds of its claims is what follows from them, whatever was done and in which order."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companies.models import AIModel, ReleaseClaim
from companies.releases import claim, history, slips
from newsroom.records.merging import merge
from tests.factories import make_company, make_model

START = date(2026, 1, 1)
OVER = ("released", "withdrawn")

models = st.integers(0, 1)
statuses = st.sampled_from(AIModel.Status.values)
windows = st.sampled_from(
    ["", "2026-02", "2026-03", "2026-33", "../2026-04-01", "../2025", "2026-02/..", "2026-02-10"]
)
days = st.integers(0, 3).map(lambda n: START + timedelta(days=n))
ACTS = st.lists(
    st.tuples(st.just("claim"), models, statuses, windows, days)
    | st.tuples(st.just("edit"), models, statuses, windows)
    | st.tuples(st.just("save what was read before"), models),
    max_size=6,
)


def held(model: AIModel) -> tuple[Any, ...]:
    """What its row says."""
    return model.times_slipped, model.opens, model.closes


def derived(model: AIModel) -> tuple[Any, ...]:
    """The same, from its claims and what stands in its form."""
    told = history(ReleaseClaim.objects.filter(model=model))
    often = slips(told).times
    last = told[-1].claim if told else None
    if model.status == "withdrawn" and last:
        first, end = last.window_earliest, last.window_latest
        return often, first or end or last.claimed_on, end or first or last.claimed_on
    if model.status in OVER and model.released:
        return often, model.released_earliest or model.released_latest, model.released_latest
    if not last:
        return often, None, None
    end = last.window_latest
    return often, last.window_earliest or (end and min(last.claimed_on, end)), end


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_after_claims_and_edits_a_row_holds_what_follows(acts: list[Any]) -> None:
    both = [make_model(), make_model()]
    do(acts, both)
    for model in AIModel.objects.filter(pk__in=[model.pk for model in both]):
        assert held(model) == derived(model)


@pytest.mark.django_db
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS.filter(lambda acts: len({act[1] for act in acts if act[0] == "claim"}) == 2), ACTS)
def test_after_a_merge_too(before: list[Any], after: list[Any]) -> None:
    """Few: a merge takes a tenth of a second."""
    lab = make_company()
    kept, gone = make_model(developer=lab), make_model(developer=lab)
    do(before, [kept, gone])
    merge(gone, into=kept, by=None)
    do(after, [kept, kept])
    model = AIModel.objects.get(pk=kept.pk)
    assert held(model) == derived(model)


def do(acts: list[Any], both: list[AIModel]) -> None:
    """Claims, edits by hand, and saving rows that were read before any of it."""
    read = list(both)
    for act, which, *values in acts:
        if act == "claim":
            status, window, day = values
            claim(both[which], status=status, window=window, claimed_on=day)
        elif act == "edit":
            model = AIModel.objects.get(pk=both[which].pk)
            model.status, model.released = values
            model.save()
        else:
            read[which].save()
