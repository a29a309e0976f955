"""Which of several values of one thing the site uses, and why. All that were said stand beside it."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.utils.translation import gettext, gettext_lazy

from facts.models import Fact
from facts.series import same_time, series, window

Nature = Fact.Nature

#: What counts for more, the best first.
ORDER = [Nature.MEASURED, Nature.CLAIMED, Nature.ESTIMATED, Nature.FORECAST]
WHY = {
    Nature.MEASURED: gettext_lazy("Measured by others."),
    Nature.CLAIMED: gettext_lazy("Not measured for this time."),
    Nature.ESTIMATED: gettext_lazy("Neither measured nor claimed."),
    Nature.FORECAST: gettext_lazy("There is only a forecast."),
}


class Group(NamedTuple):
    """Figures of one metric: the one that is used and why, those beside it and why not, how many are older."""

    used: Fact
    why: str
    others: list[tuple[Fact, str]]
    older: int

    @property
    def rows(self) -> int:
        """How many rows of a table it takes."""
        return 1 + len(self.others)


def by_metric(facts: Iterable[Fact]) -> list[Group]:
    """The figures of one subject, by metric and unit: of all series one is used, the others stand beneath it."""
    return [
        _of_all_series([chosen(rows) for rows in several])
        for _, several in groupby(
            series(facts), lambda rows: (rows[0].metric.name, rows[0].metric_id, rows[0].unit)
        )
    ]


def chosen(facts: Iterable[Fact]) -> Group:
    """The figure that is used: of the newest time, forecasts aside, the one that an editor prefers, else the one
    that counts for most.

    Raises ValueError where there is none.
    """
    return _chosen(list(facts), lambda fact: bool(fact.preferred_because))


def _chosen(facts: list[Fact], preferred: Callable[[Fact], bool]) -> Group:
    known = [fact for fact in facts if fact.nature != Nature.FORECAST] or facts
    newest = max(known, key=_newness)
    beside = sorted((fact for fact in known if same_time(fact, newest)), key=_worth)
    used = next(filter(preferred, beside), beside[0])
    rivals = [fact for fact in beside if fact is not used]
    forecasts = [fact for fact in facts if fact not in known]
    others = [
        *((fact, _why_not(fact, used)) for fact in rivals),
        *((fact, gettext("A forecast, kept apart.")) for fact in sorted(forecasts, key=_newness)),
    ]
    return Group(used, _why(used), others, len(known) - len(beside))


def _why(used: Fact) -> str:
    because = used.preferred_because
    if because:
        return gettext("Used here because %(why)s.") % {"why": because}
    return str(WHY[Nature(used.nature)])


def _of_all_series(groups: list[Group]) -> Group:
    # An editor prefers one of a series; between those of several the rule decides.
    used = _chosen([group.used for group in groups], lambda fact: False).used
    own = next(group for group in groups if group.used is used)
    others = list(own.others)
    for group in groups:
        if group is not own:
            others += [(group.used, _why_apart(group.used, used)), *group.others]
    return Group(used, own.why, others, sum(group.older for group in groups))


def _why_apart(fact: Fact, used: Fact) -> str:
    """What keeps a figure in another series, and why it is the one of its own."""
    if fact.scope_id != used.scope_id:
        apart = gettext("Of another scope.")
    elif fact.dimensions != used.dimensions:
        apart = gettext("Taken in another way.")
    else:
        apart = gettext("Of a period of another length.")
    if not fact.preferred_because:
        return apart
    return gettext("%(apart)s Chosen because %(why)s.") % {"apart": apart, "why": fact.preferred_because}


def _newness(fact: Fact) -> tuple[date, date, int]:
    days = window(fact) or (date.min, date.min)
    return days[1], days[0], fact.pk or 0


def _worth(fact: Fact) -> tuple[Any, ...]:
    """The better nature first, then the newer."""
    last, first, pk = _newness(fact)
    return ORDER.index(Nature(fact.nature)), -last.toordinal(), -first.toordinal(), -pk


def _why_not(fact: Fact, used: Fact) -> str:
    if used.preferred_because:
        return gettext("Of the same time; an editor chose the other.")
    if fact.nature == used.nature:
        return gettext("Of the same time; recorded earlier.")
    return gettext("Of the same time, but %(nature)s.") % {"nature": fact.get_nature_display().lower()}
