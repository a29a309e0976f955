"""When an issue goes: at a time, now, or not after all."""

import logging
from datetime import datetime
from functools import partial

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from newsletter.issues import freezing
from newsletter.issues.freezing import NotReady
from newsletter.models import Issue

logger = logging.getLogger(__name__)


@transaction.atomic
def schedule(issue: int, *, at: datetime, now: datetime, based_on: int, by: User) -> Issue:
    """Have an issue begin at a time, also where it was to go at another. Raises NotReady.

    based_on: `saves` as the publisher saw it.
    """
    kept = _as_seen(issue, based_on)
    if at <= now:
        raise NotReady("This time has passed. Give one to come, or send it now.")
    freezing.ready(kept, now)
    kept.send_at, kept.held_because, kept.sent_by = at, "", by
    kept.save(update_fields=["send_at", "held_because", "sent_by"])
    return kept


@transaction.atomic
def send_now(issue: int, *, now: datetime, based_on: int, by: User) -> Issue:
    """Let an issue go. The second of two who press at once is told that it has begun. Raises NotReady."""
    kept = _as_seen(issue, based_on)
    freezing.begin(kept, now, by=by)
    kept.refresh_from_db()
    return kept


@transaction.atomic
def cancel(issue: int) -> None:
    """Take an issue off the schedule. Raises NotReady where it has begun, or was not on it."""
    kept: Issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue)
    if kept.begun_at or not kept.send_at:
        raise NotReady("This issue is not on the schedule: it was taken off, or has begun to be sent.")
    kept.send_at = None
    kept.save(update_fields=["send_at"])


@transaction.atomic
def hold(issue: Issue, because: str) -> None:
    """Take an issue off the schedule whose time has come and that cannot be sent, and tell whoever scheduled it."""
    kept = Issue.objects.select_for_update(of=("self",)).filter(pk=issue.pk, begun_at__isnull=True).first()
    if kept:
        kept.send_at, kept.held_because = None, because[:300]
        kept.save(update_fields=["send_at", "held_because"])
        transaction.on_commit(partial(_tell_of_hold, kept.pk))


def _tell_of_hold(issue: int) -> None:
    """Mail it; the desk shows it whether the mail went or not."""
    held = Issue.objects.select_related("sent_by").get(pk=issue)
    by = held.sent_by
    if by is None or not by.email or not by.is_active:
        return
    page = settings.SITE_URL + reverse("admin:newsletter_issue_change", args=[held.pk])
    text = f"“{held.subject}” did not go at its time, and is off the schedule.\n\n{held.held_because}\n\n{page}\n"
    try:
        send_mail(" ".join(f"Not sent: {held.subject}".split()), text, None, [by.email])
    except OSError:
        logger.exception("The mail about issue %s, which was held, could not be sent.", issue)


def _as_seen(issue: int, based_on: int) -> Issue:
    kept: Issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue)
    if kept.begun_at:
        raise NotReady("This issue has begun to be sent already.")
    if kept.saves != based_on:
        raise NotReady("Somebody saved this issue since you looked at it: look at it again, below.")
    return kept
