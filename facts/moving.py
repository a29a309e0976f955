"""Figures that moved lately: from what to what, and by how much."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext

from facts import rivals, series
from facts.charts import short
from facts.models import Fact
from facts.models.fact import BECAUSE

LATELY = timedelta(days=28)
#: Of so many that are new, the ones that moved are looked for.
LOOKED_AT = 40


class Moved(NamedTuple):
    """A figure and what stood before it: another value of the same time (`revised`), or the one of the time before."""

    old: Fact
    new: Fact
    revised: bool

    @property
    def amount(self) -> str:
        """The new value, without the unit that the metric's name says."""
        return short(self.new)

    @property
    def why(self) -> str:
        """Why it took the old one's place, where it did."""
        return str(BECAUSE.get(self.new.superseded_because, ""))

    @property
    def when(self) -> str:
        """What the old one speaks of, to go after it; empty where it does not say."""
        return f"{gettext(', ')}{self.old.as_of_in_words}" if self.old.as_of_in_words else ""

    @property
    def by(self) -> str:
        """By how much, as readers are told: “up 28%”; empty where ranges overlap or nothing can be divided."""
        old, new = self.old, self.new
        if (_high(old) >= new.value and _high(new) >= old.value) or not old.value:
            return ""
        more = new.value > old.value
        if new.unit == "percent":
            points = abs(_middle(new) - _middle(old))
            how = (
                gettext("up %(number)s percentage points")
                if more
                else gettext("down %(number)s percentage points")
            )
            return how % {"number": _round(points)}
        times = _middle(new) / _middle(old)
        if times >= 3:
            return gettext("%(number)s times as much") % {"number": _round(times)}
        how = gettext("up %(number)s%%") if more else gettext("down %(number)s%%")
        return how % {"number": _round(abs(times - 1) * 100)}


def moved(at: datetime, *, limit: int) -> list[Moved]:
    """What moved in the last weeks and stands, as far as readers may know, the newest first: one of each series.

    Our own errors are corrections, and no figure moved by them. Three queries.
    """
    new = Fact.objects.listed(at).current_to_readers(at).filter(held_from__gt=at - LATELY, held_from__lte=at)
    new = new.exclude(nature=Fact.Nature.FORECAST).exclude(superseded_because=Fact.Reason.OUR_ERROR)
    candidates = list(new.order_by("-held_from", "-pk")[:LOOKED_AT])
    around = _around(candidates, at)
    found: dict[tuple[Any, ...], Moved] = {}
    for fact in candidates:
        key = series.key(fact)
        if key not in found and (one := _moved(fact, around[fact.subject_id, fact.metric_id])):
            found[key] = one
    shown = list(found.values())[:limit]
    rivals.mark([one.new for one in shown], among=_standing(around))
    return shown


def as_of_now(ids: Iterable[int], at: datetime) -> dict[int, tuple[Fact, Moved | None]]:
    """The figures among these that stand, as far as readers may know, each with what it moved from. Two queries."""
    facts = list(Fact.objects.listed(at).current_to_readers(at).filter(pk__in=list(ids)))
    around = _around(facts, at)
    rivals.mark(facts, among=_standing(around))
    return {fact.pk: (fact, _moved(fact, around[fact.subject_id, fact.metric_id])) for fact in facts}


def _standing(around: dict[tuple[int, int], list[Fact]]) -> list[Fact]:
    return [fact for facts in around.values() for fact in facts if not fact.successor_told]


def _around(facts: Iterable[Fact], at: datetime) -> dict[tuple[int, int], list[Fact]]:
    """The public figures of the same subjects and metrics that were not withdrawn. One query."""
    facts = list(facts)
    near: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    if not facts:
        return near
    public = Fact.objects.public(at).with_neighbours(at).filter(withdrawn_at__isnull=True)
    subjects, metrics = {fact.subject_id for fact in facts}, {fact.metric_id for fact in facts}
    for fact in public.filter(subject__in=subjects, metric__in=metrics).order_by("-as_of_earliest", "-pk"):
        near[fact.subject_id, fact.metric_id].append(fact)
    return near


def _moved(new: Fact, near: Iterable[Fact]) -> Moved | None:
    """What a figure moved from, where it is the newest of its series and another stood before."""
    days = series.window(new)
    others = [one for one in near if one.pk != new.pk and series.key(one) == series.key(new)]
    before = next((one for one in others if one.pk == new.supersedes_id), None)
    if before is not None:
        return Moved(before, new, revised=True) if _differ(before, new) else None
    known = [
        (found, one)
        for one in others
        if (found := series.window(one)) and not one.successor_told and one.nature != Fact.Nature.FORECAST
    ]
    if days is None or any(found[0] > days[0] for found, _ in known):
        return None
    earlier = [one for found, one in known if found[1] < days[0]]
    return Moved(earlier[0], new, revised=False) if earlier and _differ(earlier[0], new) else None


def _differ(one: Fact, other: Fact) -> bool:
    return (one.value, one.high) != (other.value, other.high)


def _high(fact: Fact) -> Decimal:
    return fact.value if fact.high is None else fact.high


def _middle(fact: Fact) -> Decimal:
    return (fact.value + _high(fact)) / 2


def _round(number: Decimal) -> str:
    """To whole numbers from ten on, else to one place."""
    place = Decimal(1) if number >= Decimal("9.95") else Decimal("0.1")
    return f"{number.quantize(place, ROUND_HALF_UP):,}".removesuffix(".0")
