"""Stopping an issue that is being sent, and carrying it on."""

from datetime import datetime

from django.db import transaction

from changes import log
from newsletter.issues import rendering, touching
from newsletter.models import Delivery, Issue
from newsletter.sending import claiming

GONE = "Something in it was withdrawn or has expired."
CORRECTED = "Something in it was corrected."


class NotUnderWay(ValueError):
    """The issue is not being sent, or was stopped already; the message says which."""


@transaction.atomic
def stop(issue: int, because: str, at: datetime) -> None:
    """Send no more of an issue: at most what a worker handed over in this moment still goes. Raises NotUnderWay."""
    under_way = Issue.objects.filter(pk=issue, begun_at__isnull=False, stopped_at__isnull=True)
    kept = under_way.select_for_update(of=("self",)).first()
    if kept is None:
        raise NotUnderWay("This issue is not being sent.")
    kept.stopped_at, kept.stopped_because = at, because[:200]
    kept.save(update_fields=["stopped_at", "stopped_because"])
    claiming.let_go(Delivery.objects.filter(issue=issue))


@transaction.atomic
def carry_on(issue: int, at: datetime) -> None:
    """Send the rest of an issue that was stopped: without what readers see no more, and with what was corrected since.

    Neither stops it again. Raises NotUnderWay.
    """
    stopped = Issue.objects.select_for_update().filter(pk=issue, stopped_at__isnull=False).first()
    if stopped is None:
        raise NotUnderWay("This issue was not stopped.")
    stopped.left_out = sorted(_gone(stopped, at))
    stopped.stopped_at, stopped.stopped_because, stopped.carried_on_at = None, "", at
    stopped.save(update_fields=["left_out", "stopped_at", "stopped_because", "carried_on_at"])
    log.touched("issue", issue)


def stop_if_outdated(issue: int, at: datetime) -> bool:
    """Stop an issue that carries what readers see no more, or what was corrected; returns whether it is stopped.

    A query for each of its sections, and two.
    """
    kept = Issue.objects.get(pk=issue)
    if kept.stopped_at:
        return True
    because = GONE if _gone(kept, at) - set(kept.left_out) else ""
    if not because and touching.since(kept, kept.carried_on_at or kept.begun_at, at).exists():
        because = CORRECTED
    if because:
        try:
            stop(issue, because, at)
        except NotUnderWay:
            return True
    return bool(because)


def _gone(issue: Issue, at: datetime) -> set[str]:
    """The keys of what an issue carries and readers see no more."""
    keys = {one["key"] for part in issue.content["sections"] for one in part["carried"]}
    return keys - rendering.seen_of(keys, at)
