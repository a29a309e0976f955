"""Moving a waiting edition in the calendar: to a day and a time of the newsroom's clock."""

from datetime import date, datetime, time
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Edition
from articles.publishing import PublishingRefused, move
from changes.clock import in_short, meant, moved_on


class Moment(NamedTuple):
    """A time, and a sentence where the clocks do not show it just once on that day."""

    at: datetime
    note: str


@transaction.atomic
def reschedule(edition: Edition, *, day: date, clock: time, was: str, by: User) -> str:
    """Have a waiting edition appear on a day, when the newsroom's clock shows a time.

    was: when it was to appear, in ISO 8601, as the user saw it. Returns what was done, in a sentence or two.
    Raises PublishingRefused, also where it no longer waits or was moved since the user saw it.
    """
    Article.objects.select_for_update().get(pk=edition.article_id)
    waiting = Edition.objects.waiting().filter(pk=edition.pk).first()
    if waiting is None:
        raise PublishingRefused("It no longer waits: it has appeared, was cancelled or was made anew.")
    if waiting.visible_from.isoformat() != was:
        raise PublishingRefused(f"It was moved meanwhile, to {in_short(waiting.visible_from)}.")
    shown = timezone.localtime(waiting.visible_from)
    if (shown.date(), shown.hour, shown.minute) == (day, clock.hour, clock.minute):
        return f"“{waiting.headline}” stays where it is, on {in_short(shown)}."
    at, note = moment(day, clock)
    move(waiting.article, to=at, by=by)
    return f"“{waiting.headline}” now appears on {in_short(at)}.{note}"


def moment(day: date, clock: time) -> Moment:
    """When the newsroom's clock shows a time on a day.

    A time that the clocks leave out that day moves on by as much as they do; of one that comes twice, the first
    is meant. The sentence says so.
    """
    shown = datetime.combine(day, clock)
    moments = meant(shown)
    if not moments:
        return Moment(moved_on(shown), f" There is no {clock:%H:%M} on that day, when the clocks go forward.")
    twice = f" {clock:%H:%M} comes twice on that day: the first is meant." if len(moments) == 2 else ""
    return Moment(moments[0], twice)
