"""Telling the WebSub hub which feeds changed, so that it fetches them and sends them on to whoever subscribed.

What changed is read from the log after it was committed, and noted with the mark that was come to in one transaction:
so no change is lost and none is noted twice. What was noted stays until the hub takes it; a feed that changes again
meanwhile is told once.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from changes import falling_due
from changes.marks import Mark
from changes.models import Change
from changes.reaching import OURS, Unreached, Walls, post
from feeds.forms import TYPES
from feeds.texts import whole
from webhooks.models import Hub, Ping

logger = logging.getLogger(__name__)

#: For one call; for one run, after which the next goes on.
SECONDS, RUN = 15.0, 120.0
#: So many are noted at a time.
MANY = 500

Feeds = Callable[[list[int], datetime], dict[int, set[str]]]

_feeds: dict[str, Feeds] = {}


def told_in(about: str, feeds: Feeds) -> None:
    """Name the function that says which feeds tell of some objects of a kind; the apps above do, when they are ready.

    feeds(ids, at): the paths of the feeds without their endings, by id.
    """
    _feeds[about] = feeds


def run(*, walls: Walls = OURS, seconds: float = RUN) -> int:
    """Note which feeds changed and tell the hub; returns of how many addresses it took. Nothing, where none is set.

    Can be run at any time, and by several at once.
    """
    if not settings.WEBSUB_HUB:
        return 0
    hub = note(timezone.now())
    return _tell(hub, walls, seconds) if _claim(hub, timezone.now(), seconds) else 0


@transaction.atomic
def note(at: datetime) -> Hub:
    """Note the feeds that changed since we last looked; a hub that is new is told of what changes from now on."""
    Hub.objects.exclude(address=settings.WEBSUB_HUB).delete()
    Hub.objects.get_or_create(address=settings.WEBSUB_HUB, defaults={"mark": str(falling_due.begin(at))})
    hub: Hub = Hub.objects.select_for_update().get(address=settings.WEBSUB_HUB)
    rows, mark = falling_due.since(Mark.read(hub.mark), at)
    paths = sorted(_changed(rows.exclude(kind=Change.Kind.MOVED).order_by(), at))
    pings = [Ping(hub=hub, feed=f"{path}.{form}", noted_at=at) for path in paths for form in TYPES]
    Ping.objects.bulk_create(
        pings,
        update_conflicts=True,
        unique_fields=["hub", "feed"],
        update_fields=["noted_at"],
        batch_size=MANY,
    )
    hub.mark = str(mark)
    hub.save(update_fields=["mark"])
    return hub


def _changed(rows: Iterable[Change], at: datetime) -> Iterator[str]:
    """The feeds that tell of what these rows are about. A few queries for each kind of object."""
    ids: dict[str, set[int]] = {}
    for row in rows:
        if not row.silent:
            yield "/feeds/changes"
        if row.kind == Change.Kind.CORRECTED:
            yield "/feeds/corrections"
        ids.setdefault(row.about, set()).add(row.about_id)
    for about, feeds in _feeds.items():
        mine = sorted(ids.get(about, ()))
        for start in range(0, len(mine), MANY):
            for paths in feeds(mine[start : start + MANY], at).values():
                yield from paths


def _claim(hub: Hub, at: datetime, seconds: float) -> bool:
    """Whether the hub is ours to call until this run is over: whoever was stopped in between holds it no longer."""
    free = Hub.objects.filter(Q(busy_until=None) | Q(busy_until__lte=at), pk=hub.pk)
    return bool(free.update(busy_until=at + timedelta(seconds=seconds + 2 * SECONDS)))


def _tell(hub: Hub, walls: Walls, seconds: float) -> int:
    """Tell the hub of each address that waits, those first that it did not refuse; returns how many it took."""
    until = time.monotonic() + seconds
    taken = 0
    try:
        for ping in hub.pings.order_by("tries", "noted_at", "pk"):
            refusal, goes_on = _ping(hub, ping, walls)
            # A feed that changed again in the meantime stays, and is told again.
            mine = Ping.objects.filter(pk=ping.pk)
            if refusal:
                logger.warning("The hub %s was not told of %s: %s", hub.address, ping.feed, refusal)
                mine.update(tries=F("tries") + 1)
            else:
                mine.filter(noted_at=ping.noted_at).delete()
                taken += 1
            if not goes_on or time.monotonic() > until:
                break
    finally:
        Hub.objects.filter(pk=hub.pk).update(busy_until=None)
    return taken


def _ping(hub: Hub, ping: Ping, walls: Walls) -> tuple[str, bool]:
    """Tell the hub of one address; returns why it did not take it, and whether it may take others."""
    body = urlencode({"hub.mode": "publish", "hub.url": whole(ping.feed)}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        reply = post(hub.address, body=body, headers=headers, seconds=SECONDS, walls=walls)
    except Unreached as reason:
        return str(reason), False
    if 200 <= reply.status < 300:
        return "", True
    return f"it answered {reply.status}", reply.status < 500 and reply.status != 429
