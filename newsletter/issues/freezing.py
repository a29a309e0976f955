"""Beginning to send an issue: what it says is frozen, with the number that it will have in the archive."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from articles.models import Edition
from changes import log
from companies.locks import lock
from newsletter.models import Issue, Item


class NotReady(ValueError):
    """The issue cannot be sent as it is; the message says why."""


@transaction.atomic
def begin(issue: Issue, at: datetime) -> None:
    """Freeze an issue and let it be sent; does nothing where that was begun already. Raises NotReady."""
    lock(Issue)
    issue.refresh_from_db()
    if issue.begun_at:
        return
    issue.content = content_of(issue, at)
    issue.number = (Issue.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    issue.begun_at = at
    issue.save(update_fields=["content", "number", "begun_at"])
    log.touched("issue", issue.pk, address=issue.get_absolute_url(), title=issue.subject)


def content_of(issue: Issue, at: datetime) -> dict[str, Any]:
    """What an issue would say if it were sent now. Raises NotReady where it has nothing to say."""
    stories = [item for item in issue.items.all() if item.section == Item.Section.STORY]
    live = {
        edition.article_id: edition
        for edition in Edition.objects.live(at).filter(article__in=[item.about_id for item in stories])
    }
    told = [
        {
            "title": live[item.about_id].headline,
            "address": live[item.about_id].get_absolute_url(),
            "words": item.words or live[item.about_id].standfirst,
        }
        for item in stories
        if item.about_id in live
    ]
    if not told and not issue.words:
        raise NotReady("There is nothing in this issue yet: add a story or write a few words.")
    return {"words": issue.words, "sections": [{"section": "story", "items": told}]}
