"""What answers rest on: the facts they cite, when somebody last looked, and what gave way. Derived, never stored."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, ngettext

from articles.layout import Layout
from facts.models import Fact
from facts.watching import Standing, standings

#: What becomes of a fact on which an answer cannot simply rest any more.
GAVE_WAY = ("superseded", "withdrawn")
BECAME = {"superseded": gettext_lazy("superseded"), "withdrawn": gettext_lazy("withdrawn")}
#: After so many days the day itself says more.
AGO = 30

Decided = Callable[[Collection[int]], dict[tuple[int, int], datetime]]

_decided: list[Decided] = []


def decided_by(decided: Decided) -> None:
    """Add when it was decided that answers keep facts, by answer and fact; apps above do. One query."""
    _decided.append(decided)


def unsettled(public: QuerySet[Any], at: datetime) -> set[int]:
    """The answers among those of public questions that cite what gave way since somebody looked at them.

    Four queries, and one for each app that knows of decisions.
    """
    citing: Any = apps.get_model("questions", "Answer").facts.through.objects
    rows = citing.filter(answer__question__in=public.order_by())
    gone = Fact.objects.gave_way().filter(pk__in=rows.values("fact")).values_list("pk", flat=True)
    standing = standings(list(gone), at=at, to_readers=False)
    since = {pk: one.since for pk, one in standing.items() if one.state in GAVE_WAY and one.since}
    if not since:
        return set()
    kept = {pair: day for decided in _decided for pair, day in decided(since).items()}
    found = rows.filter(fact__in=since).values_list(
        "answer", "fact", "answer__answered_at", "answer__checked_at"
    )
    return {
        answer
        for answer, fact, answered, checked in found
        if max(filter(None, (answered, checked, kept.get((answer, fact))))) < since[fact]
    }


class Resting(NamedTuple):
    """What readers are told of an answer that cites facts.

    gave_way: those that were superseded or withdrawn, with what it was of the two; since: those of them of which
    that became known after the day of the last check.
    """

    facts: int
    checked: datetime
    ago: str
    gave_way: Sequence[str]
    since: Sequence[str]

    @property
    def news(self) -> str:
        """What gave way, in a sentence; empty where everything stands."""
        if self.since:
            return gettext("%(gone)s since. We will look at this answer again.") % {
                "gone": _gone(self.since, self.facts)
            }
        if self.gave_way:
            return gettext("%(gone)s. We looked again: the answer holds.") % {
                "gone": _gone(self.gave_way, self.facts)
            }
        return ""


def resting(
    layout: Layout, facts: dict[int, Standing], *, answered: datetime, checked: datetime | None, at: datetime
) -> Resting | None:
    """What readers are told of an answer with this layout, or None where it cites nothing."""
    cited = {piece[1] for piece in layout if not isinstance(piece, str) and piece[0] == "f"} & facts.keys()
    if not cited:
        return None
    looked = max(filter(None, (answered, checked)))
    gone = [facts[pk] for pk in cited if facts[pk].state in GAVE_WAY]
    since = [one.state for one in gone if one.since and one.since > looked]
    return Resting(len(cited), looked, _ago(looked, at), [one.state for one in gone], since)


def _gone(states: Sequence[str], facts: int) -> str:
    """“One of them has been superseded”."""
    many = len(states)
    how = gettext(" or ").join(str(BECAME[state]) for state in GAVE_WAY if state in states)
    if many == facts:
        said = gettext("It has been %(how)s") if many == 1 else gettext("All have been %(how)s")
    elif many == 1:
        said = gettext("One of them has been %(how)s")
    else:
        said = ngettext("%(number)s of them has been %(how)s", "%(number)s of them have been %(how)s", many)
    return said % {"how": how, "number": many}


def _ago(then: datetime, at: datetime) -> str:
    """“4 days ago”: as days are counted in the newsroom, and pages are made anew at its midnight."""
    day = timezone.localdate(then)
    days = max(0, (timezone.localdate(at) - day).days)
    if days > AGO:
        return gettext("on %(day)s") % {"day": date_format(day, gettext("j F Y"))}
    if days < 2:
        return gettext("yesterday") if days else gettext("today")
    return ngettext("%(number)s day ago", "%(number)s days ago", days) % {"number": days}
