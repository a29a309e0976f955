"""Who takes the newsletter, and what they follow: an address, sealed, and nothing else of a person."""

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from newsletter.querysets import ReaderQuerySet


class Asking(models.Model):
    """Somebody typed an address: whoever reads its mail has not said yet that it was they.

    follows: what they want besides the digest, as pairs of a kind and an id. One that is confirmed is kept for as
    long as one that is not, without its address, so that its link says what it has done and no second mail asks the
    same reader within the hour.
    """

    sealed = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    weekly = models.BooleanField(default=False)
    follows: Any = models.JSONField(default=list)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "request to confirm"
        verbose_name_plural = "requests to confirm"
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed="", confirmed_at__isnull=False)
                | ~Q(sealed="") & Q(confirmed_at__isnull=True),
                name="asking_forgets_the_address",
            ),
        ]
        indexes = [
            # what is to be forgotten
            models.Index(fields=["asked_at"], name="asking_by_time"),
            # who was asked lately
            models.Index(fields=["digest"], name="asking_by_digest"),
        ]

    def __str__(self) -> str:
        return f"Asked on {timezone.localtime(self.asked_at):%-d %B %Y}"


def new_key() -> str:
    """What a reader is called in links, and nobody before or after."""
    return secrets.token_hex(8)


class Subscriber(models.Model):
    """Somebody who confirmed an address. It is sealed, and found by its digest (readers.addresses).

    key: what the links in their mails call them.
    ended: why no mail goes there any more, by the reader's word or what the mail servers say. Whoever has nothing
    left that they take is kept, so that nothing old is sent to them, until they ask to be forgotten.
    """

    class Ending(models.TextChoices):
        LEFT = "left", "left"
        BOUNCED = "bounced", "the address takes no mail"
        COMPLAINED = "complained", "called it spam"

    sealed = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    weekly = models.BooleanField("weekly digest", default=False)
    confirmed_at = models.DateTimeField(default=timezone.now)
    ended = models.CharField(max_length=10, choices=Ending, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: Any = ReaderQuerySet.as_manager()

    class Meta:
        verbose_name = "reader of the newsletter"
        verbose_name_plural = "readers of the newsletter"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended="", ended_at__isnull=True) | ~Q(ended="") & Q(ended_at__isnull=False),
                name="subscriber_ended_at_a_time",
            ),
        ]
        indexes = [
            # who gets an issue
            models.Index(fields=["id"], condition=Q(weekly=True, ended=""), name="subscriber_weekly"),
            # who is to be forgotten
            models.Index(fields=["ended_at"], condition=~Q(ended=""), name="subscriber_ended"),
        ]

    def __str__(self) -> str:
        return f"A reader since {timezone.localtime(self.confirmed_at):%-d %B %Y}"


class Follow(models.Model):
    """What somebody wants to hear of, as the log of changes names it; `release` is a model's release alone."""

    class About(models.TextChoices):
        TOPIC = "topic"
        COMPANY = "company"
        PRODUCT = "product"
        FAMILY = "family"
        MODEL = "model"
        MARKET = "market"
        RELEASE = "release", "a model’s release"
        FACT = "fact"

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="follows")
    about = models.CharField(max_length=10, choices=About)
    about_id = models.BigIntegerField()
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "about", "about_id"], name="follow_once"),
        ]
        indexes = [models.Index(fields=["about", "about_id"], name="follow_by_about")]

    def __str__(self) -> str:
        return f"{self.get_about_display()} {self.about_id}"
