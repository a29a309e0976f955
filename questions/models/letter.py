"""Mails to those who wanted to know, as far as they went."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from questions.models.joining import Subscriber
from questions.querysets import LetterQuerySet


class Letter(models.Model):
    """One mail to a subscriber: of the answer, and once more of its correction.

    It is sending from before the mail server is spoken to until that says what it did; one that stays so is in
    doubt, and is never sent again by itself. failure: what the mail server said, without any address.
    """

    class Occasion(models.TextChoices):
        ANSWER = "answer", "The answer"
        CORRECTION = "correction", "Its correction"

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="letters")
    occasion = models.CharField(max_length=10, choices=Occasion)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    noted_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=250, blank=True)
    failure = models.CharField(max_length=100, blank=True)

    objects: Any = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "mail to a reader"
        verbose_name_plural = "mails to readers"
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "occasion"], name="letter_once"),
            models.CheckConstraint(
                condition=Q(state="waiting") | ~Q(message_id="") & Q(claimed_at__isnull=False),
                name="letter_claimed_before_it_is_sent",
            ),
        ]
        indexes = [
            # what is to be sent next, and what is in doubt
            models.Index(fields=["state", "due_at"], name="letter_due"),
        ]

    def __str__(self) -> str:
        return f"{self.get_occasion_display()} to a reader: {self.subscriber.question}"
