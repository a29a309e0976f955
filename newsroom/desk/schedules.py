"""Schedules that were not carried out, or should not be as they stand: found, shown on the desk and mailed.

An edition appears by its time alone, so no schedule is missed while nobody runs. What can happen is that its article is
withdrawn and takes it along, or that what it says gives way while it waits: a figure, a source, a link, a
declaration. The edition is not held back then: somebody has to look, and is told.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property, partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from articles.models import Edition
from changes.clock import in_short
from newsroom.checking import stopping
from newsroom.checking.draft import Draft, Part
from newsroom.models import Trouble

logger = logging.getLogger(__name__)

#: What has appeared is looked at for so long.
AFTER = timedelta(days=1)


class Frozen(Draft):
    """An edition as the checklist reads it: its own words, whatever the working copy says today."""

    def __init__(self, edition: Edition) -> None:
        article = edition.article
        for name in ("headline", "slug", "standfirst", "body", "lead_image_id", "lead_image_alt"):
            setattr(article, name, getattr(edition, name))
        super().__init__(article)
        self.edition = edition

    @cached_property
    def parts(self) -> list[Part]:
        """The body and the answers of the FAQ, sanitised when it was published."""
        answers = enumerate(self.edition.faq)
        return [
            Part("body", "Body", self.edition.body),
            *(Part(f"faq-{n}-answer", f"FAQ: {entry['question']}", entry["answer"]) for n, entry in answers),
        ]


def lost(edition: Edition) -> None:
    """Note that a waiting edition went with its article when that was withdrawn."""
    _note(edition, Trouble.Kind.LOST, "The article was withdrawn before its time came.")


def look(at: datetime | None = None) -> int:
    """Ask the checklist of everything that waits or has just appeared by schedule, and mail what is not mailed yet.

    Returns how many are in trouble. Can be run at any time, and again.
    """
    at = at or timezone.now()
    found = 0
    for edition in _scheduled(at):
        newly = list(_newly_required(edition, at))
        if newly:
            _note(edition, Trouble.Kind.OPEN, " ".join(newly))
            found += 1
        else:
            Trouble.objects.filter(edition=edition, kind=Trouble.Kind.OPEN).delete()
    for trouble in Trouble.objects.filter(mailed_at=None):
        mail(trouble.pk)
    return found


def _scheduled(at: datetime) -> "QuerySet[Edition]":
    """What waits, and what appeared by schedule within the last day."""
    appeared = Edition.objects.live(at).filter(
        visible_from__gt=at - AFTER, made_at__lt=F("visible_from") - timedelta(minutes=1)
    )
    waiting = Edition.objects.waiting(at)
    found: QuerySet[Edition] = (
        (waiting | appeared).select_related("article", "override").order_by("visible_from", "pk")
    )
    return found


def _newly_required(edition: Edition, at: datetime) -> Iterator[str]:
    """What the checklist requires that nobody decided to publish all the same."""
    override = getattr(edition, "override", None)
    accepted = {finding["code"] for finding in override.findings} if override else set()
    for finding in stopping.required(Frozen(edition), max(at, edition.visible_from)):
        if finding.code not in accepted:
            yield finding.sentence


def _note(edition: Edition, kind: Trouble.Kind, because: str) -> None:
    """Keep it once; what changed since it was seen is shown anew."""
    trouble, new = Trouble.objects.get_or_create(edition=edition, kind=kind, defaults={"because": because})
    if not new and trouble.because != because:
        Trouble.objects.filter(pk=trouble.pk).update(because=because, seen_by=None)
    if new:
        transaction.on_commit(partial(mail, trouble.pk))


def mail(pk: int) -> None:
    """Tell whoever scheduled it, once. What cannot be sent is tried again by the next look."""
    if not Trouble.objects.filter(pk=pk, mailed_at=None).update(mailed_at=timezone.now()):
        return
    trouble = Trouble.objects.select_related("edition__published_by").get(pk=pk)
    edition, by = trouble.edition, trouble.edition.published_by
    if by is None or not by.email or not by.is_active:
        return
    form = settings.SITE_URL + reverse("admin:articles_article_change", args=[edition.article_id])
    text = (
        f"“{edition.headline}” was scheduled for {in_short(edition.visible_from)} and {trouble.get_kind_display()}.\n\n"
        f"{trouble.because}\n\n{form}\n"
    )
    subject = " ".join(f"Schedule in trouble: {edition.headline}".split())
    try:
        send_mail(subject, text, None, [by.email])
    except OSError:
        logger.exception("The mail about trouble %s could not be sent.", pk)
        Trouble.objects.filter(pk=pk).update(mailed_at=None)


def unseen(at: datetime) -> "QuerySet[Trouble]":
    """What the desk shows: nobody has seen it, and it is not over."""
    open_still = Q(edition__visible_until__gt=at) & Q(edition__visible_from__lt=F("edition__visible_until"))
    return Trouble.objects.filter(Q(kind=Trouble.Kind.LOST) | open_still, seen_by=None).select_related(
        "edition"
    )
