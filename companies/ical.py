"""The release tracker as an iCalendar feed (RFC 5545): one all-day event for each window.

A window of two ends is an event from the first to the last day. One that only closes ("by 2030") is an event on
its last day, the only one that was named. One that only opens ("since May"), a model without a day and one that
was withdrawn have none: a feed is whole, so that calendars drop what it no longer holds. It begins with last year,
so that it does not grow for ever, and changes for that once a year.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext, ngettext
from icalendar import STATUS, TRANSP, Calendar, Event

from companies.tracker import Row


def feed(rows: Iterable[Row], *, name: str) -> bytes:
    """The calendar. Its bytes change only when a claim or a record does."""
    calendar = Calendar.new(
        prodid=f"-//{settings.SITE_NAME}//Releases//EN",
        uid=f"releases@{_host()}",  # the library would draw one anew each time
        name=name,
        subcomponents=[event for event in map(_event, rows) if event],
    )
    return bytes(calendar.to_ical())


def _event(row: Row) -> Event | None:
    days = _days(row)
    if days is None:
        return None
    changed = _changed(row)
    return Event.new(
        uid=f"release-{row.model.pk}@{_host()}",
        summary=_summary(row),
        description="\n".join(_told(row)) or None,
        start=days[0],
        end=days[1] + timedelta(days=1),
        status=STATUS.CONFIRMED if row.standing == "released" else STATUS.TENTATIVE,
        transparency=TRANSP.TRANSPARENT,
        sequence=len(row.told),
        stamp=changed,
        last_modified=changed,
        url=settings.SITE_URL + row.model.get_absolute_url(),
    )


def _host() -> str | None:
    return urlsplit(settings.SITE_URL).hostname


def _days(row: Row) -> tuple[date, date] | None:
    """The first and the last day of the event, or None."""
    opens, closes, _ = row.named
    if row.standing == "withdrawn" or closes is None or closes == date.max:
        return None
    return opens or closes, closes


def _changed(row: Row) -> datetime:
    """When what the event says was last changed."""
    recorded = [item.claim.recorded_at for item in row.told]
    found: datetime = max([row.model.updated_at, *recorded]).replace(microsecond=0)
    return found


def _summary(row: Row) -> str:
    """The model, and whether it is out or how it is expected."""
    if row.standing == "released":
        return gettext("%(model)s: released") % {"model": row.model.name}
    if row.named.opens is None:
        return gettext("%(model)s: due by this day") % {"model": row.model.name}
    return f"{row.model.name}: {row.model.get_status_display().lower()}"


def _told(row: Row) -> Iterable[str]:
    """Each claim in a line, the newest first."""
    for item in reversed(row.told):
        claim = item.claim
        said = claim.window_words or claim.window_in_words or gettext("no date")
        who = f"{claim.claimed_by}, " if claim.claimed_by else ""
        moved = ""
        if (days := item.slip_days or 0) > 0:
            moved = " " + ngettext("Slipped %(number)s day.", "Slipped %(number)s days.", days) % {
                "number": days
            }
        source = f" {claim.source}" if claim.source else ""
        yield f"{claim.get_status_display()}, {said} ({who}{claim.claimed_on.isoformat()}).{moved}{source}"
