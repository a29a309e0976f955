"""The newsroom's clock: what it shows once, twice or never, and a time of it in words."""

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext


def meant(shown: datetime) -> list[datetime]:
    """The moments at which the newsroom's clock shows a day and a time: one; none when it is put forward over it;
    two when it is put back."""
    zone = timezone.get_current_timezone()
    both = [shown.replace(tzinfo=zone, fold=fold).astimezone(UTC).astimezone(zone) for fold in (0, 1)]
    once = {at.timestamp(): at for at in both if at.replace(tzinfo=None, fold=0) == shown}
    return [once[moment] for moment in sorted(once)]


def in_words(at: datetime) -> str:
    """For example “31 October 2027, 01:30 GMT (UTC+00:00)”."""
    return f"{date_format(timezone.localtime(at), gettext('j F Y, H:i'))} {zone_at(at)}"


def in_short(at: datetime) -> str:
    """For example “31 October 2027, 01:30 GMT”, where it need not be said how far the zone is from UTC."""
    local = timezone.localtime(at)
    name = f"{local:%Z}"
    return f"{date_format(local, gettext('j F Y, H:i'))} {name if name[:1].isalpha() else zone_at(at)}"


def zone_at(at: datetime) -> str:
    """What the newsroom's zone is called at a time, and how far it is from UTC: “BST (UTC+01:00)”."""
    local = timezone.localtime(at)
    offset = f"UTC{local:%:z}"[:9]
    name = f"{local:%Z}"
    return f"{name} ({offset})" if name[:1].isalpha() else offset


def never(shown: datetime) -> str:
    """A sentence about a time that the clock never shows."""
    return (
        f"There is no {shown:%H:%M} on {shown:%-d %B %Y}: the clocks go forward over it. "
        f"Give another time, such as {moved_on(shown):%H:%M}."
    )


def moved_on(shown: datetime) -> datetime:
    """The moment for a time that the clock never shows: as much later as the clock is put forward."""
    zone = timezone.get_current_timezone()
    return shown.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
