"""Beginning to send an issue: what it says is frozen, with the number that it will have in the archive."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from articles.bodies import text_of
from changes import log
from changes.models import Change
from companies.locks import lock
from newsletter.issues import rendering, telling, touching
from newsletter.models import Issue


class NotReady(ValueError):
    """The issue cannot be sent as it is; the message says why."""


@transaction.atomic
def begin(issue: Issue, at: datetime, *, by: User | None = None) -> None:
    """Freeze an issue and let it be sent; does nothing where that was begun already. Raises NotReady.

    by: whoever sends it now; nobody where it goes at its time, unless it was taken off the schedule meanwhile.
    """
    lock(Issue)
    # Whoever saves it in this moment holds the row: what is frozen is what they saved.
    issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if issue.begun_at or (by is None and not (issue.send_at and issue.send_at <= at)):
        return
    issue.content = ready(issue, at)
    issue.number = (Issue.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    issue.begun_at, issue.held_because = at, ""
    issue.sent_by = by or issue.sent_by
    issue.save(update_fields=["content", "number", "begun_at", "held_because", "sent_by"])
    log.record(
        Change.Kind.PUBLISHED,
        about="issue",
        about_id=issue.pk,
        address=issue.get_absolute_url(),
        title=issue.subject,
        silent=True,
        at=at,
    )
    touching.touch_by_what_waits(issue, at)
    transaction.on_commit(log.forget_version)


def ready(issue: Issue, at: datetime) -> dict[str, Any]:
    """What an issue that can be sent says. Raises NotReady."""
    content = content_of(issue, at)
    if not content["sections"] and not text_of(content["words"]):
        raise NotReady("There is nothing in this issue that readers see: add a story or write a few words.")
    carried = sum(len(part["carried"]) for part in content["sections"])
    if content["text"] and (left := issue.items.count() - carried):
        raise NotReady(
            f"{left} of what was chosen is left out, for readers no longer see it, and the text part was written by "
            "hand: take it off the issue and out of the text part, or empty the text part."
        )
    size = rendering.size(content)
    if size > rendering.LARGEST:
        raise NotReady(
            f"This issue is {size // 1000} kB as a mail, and mail programs cut off what is over "
            f"{rendering.LARGEST // 1000} kB: take something off."
        )
    return content


def content_of(issue: Issue, at: datetime) -> dict[str, Any]:
    """What an issue would say if it were sent now: of what it carries all that readers see."""
    items = list(issue.items.all())
    told = telling.told([item.key for item in items], at)
    sections = []
    for section in telling.Section:
        mine = [item for item in items if item.section == section and item.key in told]
        if mine:
            carried = [told[item.key] | {"words": item.words} for item in mine]
            sections.append({"section": section.value, "carried": carried})
    return {
        "subject": issue.subject,
        "preheader": issue.preheader,
        "words": issue.words,
        "text": issue.text,
        "sections": sections,
    }
