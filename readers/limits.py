"""How often readers may do what, counted in the database so that all workers agree.

A place has one row for each limit and window, and what is refused only reads it: ten thousand refused posts
write nothing.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db.models import F, QuerySet
from django.utils.translation import gettext, ngettext

from readers.models import Tally
from readers.words import Words


class TooOften(ValueError):
    """There were too many; the message says how long to wait, `seconds` for programs.

    sent: something was sent, which may be sent again.
    """

    def __init__(self, seconds: int, what: Words = "", *, sent: bool = False) -> None:
        self.seconds = max(1, seconds)
        minutes = -(-self.seconds // 60)
        wait = _hours(-(-minutes // 60), sent) if minutes > 90 else _minutes(minutes, sent)
        super().__init__(f"{what or gettext('Too many tries.')} {wait}")


def _minutes(number: int, sent: bool) -> str:
    if sent:
        said = ngettext(
            "Wait %(number)s minute and send it again.", "Wait %(number)s minutes and send it again.", number
        )
    else:
        said = ngettext(
            "Wait %(number)s minute and try again.", "Wait %(number)s minutes and try again.", number
        )
    return said % {"number": number}


def _hours(number: int, sent: bool) -> str:
    if sent:
        said = ngettext(
            "Wait %(number)s hour and send it again.", "Wait %(number)s hours and send it again.", number
        )
    else:
        said = ngettext("Wait %(number)s hour and try again.", "Wait %(number)s hours and try again.", number)
    return said % {"number": number}


class Limit(NamedTuple):
    """At most so many within a window, which begins for everybody at the same time; `said` to who comes after."""

    what: str
    most: int
    window: timedelta
    said: Words


Claim = tuple[Limit, str]


def refuse(claims: Iterable[Claim], at: datetime) -> None:
    """Raise TooOften where one of these limits is reached. Only reads: one query each."""
    for limit, whose in claims:
        number = _tally(limit, whose, at).values_list("number", flat=True).first()
        if number is not None and number >= limit.most:
            raise _refusal(limit, at)


def claim(claims: Iterable[Claim], at: datetime) -> None:
    """Count one under each of these, within the caller's transaction: when it fails, none was counted.

    Raises TooOften. Who counts for the same place meanwhile waits for that transaction.
    """
    for limit, whose in claims:
        if not (_count(limit, whose, at) or _begin(limit, whose, at) or _count(limit, whose, at)):
            raise _refusal(limit, at)


def _count(limit: Limit, whose: str, at: datetime) -> bool:
    return bool(_tally(limit, whose, at).filter(number__lt=limit.most).update(number=F("number") + 1))


def _begin(limit: Limit, whose: str, at: datetime) -> bool:
    """The first of its window, which also throws away windows that are over."""
    _, begun = Tally.objects.get_or_create(what=limit.what, whose=whose, until=_end(limit, at))
    if begun:
        Tally.objects.filter(until__lte=at).delete()
    return begun


def _tally(limit: Limit, whose: str, at: datetime) -> QuerySet[Tally]:
    return Tally.objects.filter(what=limit.what, whose=whose, until=_end(limit, at))


def _end(limit: Limit, at: datetime) -> datetime:
    seconds = int(limit.window.total_seconds())
    return datetime.fromtimestamp((int(at.timestamp()) // seconds + 1) * seconds, UTC)


def _refusal(limit: Limit, at: datetime) -> TooOften:
    return TooOften(int((_end(limit, at) - at).total_seconds()), limit.said, sent=True)
