"""Who else wants to know, without an account: a vote, and an address to be told at."""

from typing import Any

from django.db import models
from django.utils import timezone

from questions.models.question import Question
from questions.querysets import SubscriberQuerySet


class Vote(models.Model):
    """Somebody in a network wanted to know on a day. The mark is another the next day and says no network."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="votes")
    mark = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "mark"], name="vote_once_a_day")]
        indexes = [models.Index(fields=["at"], name="vote_by_time")]

    def __str__(self) -> str:
        return f"A vote for {self.question}"


class Subscriber(models.Model):
    """Somebody who is mailed the answer to a question, and its correction: the asker or one who joined.

    The address is sealed (readers.addresses); it is used for nothing else and deleted as promised.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="subscribers")
    sealed = models.TextField()
    digest = models.CharField(max_length=64)
    asked = models.BooleanField(default=False, help_text="Asked it, and did not join.")
    since = models.DateTimeField(default=timezone.now)

    objects: Any = SubscriberQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "digest"], name="subscriber_once")]
        indexes = [models.Index(fields=["digest"], name="subscriber_by_digest")]

    def __str__(self) -> str:
        return f"Somebody who wants to know: {self.question}"
