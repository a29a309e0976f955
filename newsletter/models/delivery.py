"""Mails to readers, as far as each went, and what they are to be told of."""

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from changes.models import Change
from facts.models import Fact
from newsletter.models.issue import Erratum, Issue
from newsletter.models.subscriber import Asking, Subscriber
from newsletter.querysets import MailQuerySet
from readers.mails import address_of

_ONE_OF_BOTH = Q(change__isnull=False, fact__isnull=True) | Q(change__isnull=True, fact__isnull=False)


def message_id() -> str:
    """A Message-ID that nobody else has (RFC 5322): it stays the mail's own when that is tried again."""
    return f"<{secrets.token_hex(12)}@{address_of()}>"


class Delivery(models.Model):
    """One mail to one reader, with the Message-ID that it has or will have.

    It is sending from before the mail server is spoken to until that says what it did; one that stays so is in
    doubt, and is never sent again by itself. subscriber: nobody where they asked to be forgotten, so that what was
    sent can still be counted. failure: what the mail server said, without any address.
    """

    class Sort(models.IntegerChoices):
        """In the order in which they go."""

        CONFIRMATION = 1, "confirmation"
        ERRATUM = 2, "erratum"
        NOTICE = 3, "notice"
        ISSUE = 4, "issue"

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        BOUNCED = "bounced"
        DROPPED = "dropped", "not sent: they had left, or there was nothing left to tell"

    sort = models.PositiveSmallIntegerField(choices=Sort)
    asking = models.ForeignKey(Asking, on_delete=models.CASCADE, null=True, related_name="deliveries")
    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.SET_NULL, null=True, related_name="deliveries"
    )
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, null=True, related_name="deliveries")
    erratum = models.ForeignKey(Erratum, on_delete=models.PROTECT, null=True, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=250, unique=True, default=message_id)
    claimed_by = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True, help_text="When its reader left by the link in it.")
    failure = models.CharField(max_length=100, blank=True)

    objects: Any = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "mail of the newsletter"
        verbose_name_plural = "mails of the newsletter"
        constraints = [
            models.UniqueConstraint(fields=["issue", "subscriber"], name="delivery_of_issue_once"),
            models.UniqueConstraint(fields=["erratum", "subscriber"], name="delivery_of_erratum_once"),
            models.CheckConstraint(
                condition=Q(sort=1, asking__isnull=False, issue__isnull=True, erratum__isnull=True)
                | Q(sort=2, asking__isnull=True, issue__isnull=True, erratum__isnull=False)
                | Q(sort=3, asking__isnull=True, issue__isnull=True, erratum__isnull=True)
                | Q(sort=4, asking__isnull=True, issue__isnull=False, erratum__isnull=True),
                name="delivery_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "dropped"]) | Q(begun_at__isnull=False),
                name="delivery_begun_before_it_goes",
            ),
        ]
        indexes = [
            # what is to be sent next
            models.Index(fields=["sort", "due_at", "id"], condition=Q(state="waiting"), name="mail_due"),
            # what is in doubt
            models.Index(fields=["begun_at"], condition=Q(state="sending"), name="mail_begun"),
            # what became of an issue
            models.Index(fields=["issue", "state"], name="mail_of_issue"),
            # whose it was, to be forgotten
            models.Index(fields=["due_at"], condition=Q(subscriber__isnull=False), name="mail_with_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.get_sort_display()}, {self.get_state_display()}"


class Told(models.Model):
    """A row of the log, or a figure that moved, that was noted for everybody who followed it."""

    change = models.OneToOneField(Change, on_delete=models.CASCADE, null=True, related_name="+")
    fact = models.OneToOneField(Fact, on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=_ONE_OF_BOTH, name="told_of_one_thing")]

    def __str__(self) -> str:
        return str(self.change or self.fact)


class Notice(models.Model):
    """Something that a reader is to be told of because they follow it: in one mail with others."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="notices")
    change = models.ForeignKey(Change, on_delete=models.CASCADE, null=True, related_name="+")
    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, null=True, related_name="+")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, null=True, related_name="notices")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_ONE_OF_BOTH, name="notice_of_one_thing"),
            models.UniqueConstraint(fields=["subscriber", "change"], name="notice_once"),
            models.UniqueConstraint(fields=["subscriber", "fact"], name="notice_of_fact_once"),
        ]
        indexes = [
            # who is to get a mail
            models.Index(fields=["noted_at"], condition=Q(delivery__isnull=True), name="notice_waiting"),
            # what is to be forgotten
            models.Index(fields=["noted_at"], condition=Q(delivery__isnull=False), name="notice_done"),
        ]

    def __str__(self) -> str:
        return str(self.change or self.fact)
