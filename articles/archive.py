"""The archive: which months have live articles, and those of a month."""

from datetime import UTC, date, datetime
from itertools import groupby
from typing import NamedTuple

from django.db.models import Case, Count, F, Max, Q, TextField, Value, When
from django.db.models.functions import Cast, Substr
from django.db.models.lookups import Exact, GreaterThanOrEqual
from django.utils import timezone

from articles.models import Edition
from articles.querysets import EditionQuerySet

#: Years that are four digits and that the newsroom's zone can tell.
YEARS = range(1900, 2200)


class Month(NamedTuple):
    """A month of the newsroom's clock; where that was asked, how many live articles are dated in it, and when the
    last came or went.
    """

    first: date
    number: int = 0
    changed: datetime | None = None

    @property
    def address(self) -> str:
        """Its page."""
        return f"/articles/{self.first:%Y/%m}/"


def years(at: datetime) -> list[tuple[int, list[Month]]]:
    """The years with their months that have articles, the newest first. One query."""
    rows = Edition.objects.begun(at).order_by().values_list(_when())
    came_or_went = Case(When(visible_until__lte=at, then=F("visible_until")), default=F("visible_from"))
    found: dict[date, Month] = {}
    counted = rows.annotate(number=Count("pk", filter=Q(visible_until__gt=at)), changed=Max(came_or_went))
    for when, count, changed in counted:
        first = _first_of(when)
        known = found.get(first, Month(first, 0, changed))
        found[first] = Month(first, known.number + count, max(known.changed or changed, changed))
    months = [found[first] for first in sorted(found, reverse=True) if found[first].number]
    return [(year, list(of)) for year, of in groupby(months, lambda month: month.first.year)]


def _when() -> Substr:
    """The month of a date by UTC, as 2026-07; on days on which it may be another here, the minute.

    The database does no more than cut the text: to reckon with zones takes SQLite a second for 100,000 articles.
    """
    text = Cast("dated", TextField())
    day = Substr(text, 9, 2)
    return Substr(
        text,
        1,
        Case(When(Exact(day, Value("01")) | GreaterThanOrEqual(day, Value("28")), then=16), default=7),
    )


def _first_of(when: str) -> date:
    """The first day of the month that such a text falls in by the newsroom's clock."""
    if len(when) == len("2026-07"):
        return date.fromisoformat(f"{when}-01")
    return timezone.localdate(datetime.fromisoformat(when).replace(tzinfo=UTC)).replace(day=1)


def of_month(first: date, at: datetime) -> EditionQuerySet:
    """The live editions dated in a month, newest first."""
    begin, end = _bounds(first)
    found: EditionQuerySet = Edition.objects.live(at).filter(dated__gte=begin, dated__lt=end).newest()
    return found


def beside(first: date, at: datetime) -> tuple[Month | None, Month | None]:
    """The nearest months before and after one that have articles. Two queries."""
    begin, end = _bounds(first)
    live = Edition.objects.live(at)
    before = live.filter(dated__lt=begin).newest().values_list("dated", flat=True).first()
    after = live.filter(dated__gte=end).order_by("dated", "pk").values_list("dated", flat=True).first()
    return _month(before), _month(after)


def _month(dated: datetime | None) -> Month | None:
    return Month(timezone.localdate(dated).replace(day=1)) if dated else None


def _bounds(first: date) -> tuple[datetime, datetime]:
    """When a month begins and ends by the newsroom's clock."""
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    midnight = datetime.min.time()
    begin, end = (timezone.make_aware(datetime.combine(day, midnight)) for day in (first, following))
    return begin, end
