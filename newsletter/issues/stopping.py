"""Stopping an issue that is being sent, and carrying it on."""

from datetime import datetime

from django.db import transaction

from articles.models import Edition
from newsletter.models import Delivery, Issue, Item
from newsletter.sending import claiming


class NotUnderWay(ValueError):
    """The issue is not being sent, or was stopped already; the message says which."""


@transaction.atomic
def stop(issue: int, because: str, at: datetime) -> None:
    """Send no more of an issue: at most what a worker handed over in this moment still goes. Raises NotUnderWay."""
    under_way = Issue.objects.filter(pk=issue, begun_at__isnull=False, stopped_at__isnull=True)
    if not under_way.update(stopped_at=at, stopped_because=because[:200]):
        raise NotUnderWay("This issue is not being sent.")
    claiming.let_go(Delivery.objects.filter(issue=issue))


def carry_on(issue: int) -> None:
    """Send the rest of an issue that was stopped. Raises NotUnderWay."""
    stopped = Issue.objects.filter(pk=issue, stopped_at__isnull=False)
    if not stopped.update(stopped_at=None, stopped_because=""):
        raise NotUnderWay("This issue was not stopped.")


def stop_if_outdated(issue: int, at: datetime) -> None:
    """Stop an issue that carries a story which readers no longer see."""
    stories = Item.objects.filter(issue=issue, section=Item.Section.STORY)
    live = Edition.objects.live(at).order_by().values("article")
    gone = stories.exclude(about_id__in=live)
    if gone.exists():
        try:
            stop(issue, "A story in it was withdrawn or has expired.", at)
        except NotUnderWay:
            return
