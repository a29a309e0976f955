"""Stopping an issue whose mails are refused one after the other: that is our own fault, and each more would be lost."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from newsletter.issues import stopping
from newsletter.issues.stopping import NotUnderWay
from newsletter.models import Delivery, Issue
from readers.mails import Heard, Outcome

State = Delivery.State

#: So many refusals in a row are no accident of readers.
IN_A_ROW = 10
MEND = "Look at AIWATCH_MAIL_URL and AIWATCH_MAIL_FROM, then carry on."


class Refusals:
    """What one worker was told of each issue since a mail of it was last taken."""

    def __init__(self) -> None:
        self._refused: dict[int, list[int]] = defaultdict(list)
        self._because: dict[int, str] = {}
        self._stopped: set[int] = set()

    @property
    def too_many(self) -> bool:
        """Whether an issue is to be stopped."""
        return bool(self._because)

    def hear(self, delivery: Delivery, heard: Heard) -> None:
        """Note what became of a mail."""
        issue = delivery.issue_id
        if not issue:
            return
        if heard.outcome is Outcome.TAKEN:
            self._refused.pop(issue, None)
            self._stopped.discard(issue)
        elif heard.ours or heard.outcome in {Outcome.NEVER, Outcome.NO_SUCH_ADDRESS}:
            row = self._refused[issue]
            row.append(delivery.pk)
            if heard.ours:
                self._because[issue] = f"{heard.said} It will say so of every mail. {MEND}"
            elif len(row) >= IN_A_ROW or issue in self._stopped:
                self._because[issue] = f"{len(row)} mails in a row were refused. {heard.said} {MEND}"

    def shut_out(self, why: str) -> None:
        """Note that the server lets nobody in, and will not."""
        going: Any = Issue.objects.filter(stopped_at__isnull=True).with_under_way()
        for issue in going.filter(under_way=True).values_list("pk", flat=True):
            self._because[issue] = f"{why} {MEND}"

    def stop(self, at: datetime) -> None:
        """Stop the issues of which this is said. What was refused in that row goes again when they are carried on.

        A mail that was refused before stays refused: else readers who are gone would stop an issue for ever.
        """
        for issue, because in self._because.items():
            row = Delivery.objects.filter(pk__in=self._refused.pop(issue, []), tries__lte=1)
            row.filter(state__in=[State.FAILED, State.WAITING], subscriber__ended="").update(
                state=State.WAITING, due_at=at, claimed_by="", claimed_until=None
            )
            try:
                stopping.stop(issue, because, at)
            except NotUnderWay:
                continue
        self._stopped |= self._because.keys()
        self._because.clear()
