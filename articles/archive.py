"""The archive: which months have live articles, and those of a month."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from articles.models import Edition
from articles.querysets import EditionQuerySet

#: Years that are four digits and that the newsroom's zone can tell.
YEARS = range(1900, 2200)


class Month(NamedTuple):
    """A month of the newsroom's clock, and how many live articles are dated in it, where that was asked."""

    first: date
    number: int = 0

    @property
    def address(self) -> str:
        """Its page."""
        return f"/articles/{self.first:%Y/%m}/"


def years(at: datetime) -> list[tuple[int, list[Month]]]:
    """The years with their months that have articles, the newest first. One query."""
    dated = Edition.objects.live(at).order_by().annotate(month=TruncMonth("dated")).values_list("month")
    counted = sorted(dated.annotate(Count("pk")), reverse=True)
    months: Iterable[Month] = (Month(timezone.localdate(month), count) for month, count in counted)
    return [(year, list(of)) for year, of in groupby(months, lambda month: month.first.year)]


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
