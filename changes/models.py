"""The log of public changes, and every address that was ever public."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy

from changes.horizon import CurrentTransaction
from changes.querysets import ChangeQuerySet, CorrectionQuerySet, TouchedQuerySet


class Change(models.Model):
    """One public change. The past never changes; a row whose time is to come moves or goes with its cause."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", gettext_lazy("Published")
        UPDATED = "updated", gettext_lazy("Updated")
        CORRECTED = "corrected", gettext_lazy("Corrected")
        WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")
        EXPIRED = "expired", gettext_lazy("Expired")
        SUPERSEDED = "superseded", gettext_lazy("Superseded")
        RELEASED = "released", gettext_lazy("Released")
        SLIPPED = "slipped", gettext_lazy("Slipped")
        ANSWERED = "answered", gettext_lazy("Answered")
        EDITED = "edited", gettext_lazy("Edited")
        HIDDEN = "hidden", gettext_lazy("Hidden")
        MERGED = "merged", gettext_lazy("Merged")
        MOVED = "moved", gettext_lazy("what was to come was moved or cancelled")

    kind = models.CharField(max_length=20, choices=Kind)
    about = models.CharField(max_length=20, help_text="What it is about: article, company, fact, question…")
    about_id = models.BigIntegerField()
    address = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    silent = models.BooleanField(default=False, help_text="Changes pages, but is no news: no feed, no mail.")
    effective_at = models.DateTimeField()
    written_at = models.DateTimeField(auto_now_add=True)
    transaction = models.BigIntegerField(
        db_default=CurrentTransaction(), editable=False, help_text="What wrote it: changes/horizon.py."
    )

    objects: Any = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-effective_at", "-id"]
        indexes = [
            # the content version counts and the feeds of changes walk by time
            models.Index(fields=["effective_at", "id"], name="change_effective"),
            models.Index(fields=["about", "about_id", "effective_at"], name="change_about"),
            # what changed of a kind since a mark
            models.Index(fields=["about", "effective_at", "id"], name="change_followed"),
            # what was committed late; where rows are numbered in the order of commits it is empty
            models.Index(
                fields=["transaction"], condition=models.Q(transaction__gt=0), name="change_written"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"


class Correction(models.Model):
    """What we had wrong, and what is right: the substance of a row of the log, whose time is its own.

    Nobody edits or deletes one that readers have seen. One whose time is still to come goes with its row.
    """

    change = models.OneToOneField(Change, on_delete=models.CASCADE, related_name="correction")
    wrong = models.TextField("what was wrong")
    right = models.TextField("what is right")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects: Any = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-change__effective_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(wrong="") & ~models.Q(right=""),
                name="correction_says_both",
                violation_error_message="Say what was wrong and what is right.",
            ),
            models.CheckConstraint(
                condition=~models.Q(wrong=models.F("right")),
                name="correction_corrects",
                violation_error_message="What is right says the same as what was wrong.",
            ),
        ]

    def __str__(self) -> str:
        return self.wrong[:100]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("correction", args=[self.pk])


class Touched(models.Model):
    """Something on whose page a correction is shown, as it was called when it was corrected."""

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="touched")
    about = models.CharField(max_length=20)
    about_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=300)

    objects: Any = TouchedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["correction", "about", "about_id"], name="correction_touches_once"
            )
        ]
        indexes = [
            # what was corrected on a page
            models.Index(fields=["about", "about_id", "correction"], name="touched_about"),
        ]

    def __str__(self) -> str:
        return self.title


class Address(models.Model):
    """A slug that a kind of object holds or once held in public: never given to another object."""

    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=120)
    object_id = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"],
                name="address_held_once",
                violation_error_message="This slug is or was the address of something else. Choose another.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"


class Edit(models.Model):
    """What somebody altered of an object or of what belongs to it. Written by changes.history, never altered."""

    class Kind(models.TextChoices):
        ADDED = "added"
        CHANGED = "changed"
        DELETED = "deleted"

    about = models.CharField(max_length=60, help_text="app.model of what is looked at.")
    about_id = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    part = models.CharField(max_length=200, blank=True, help_text="What of it, where it is a row of its own.")
    columns: Any = models.JSONField(
        encoder=DjangoJSONEncoder, help_text="Each column by its name, from what to what, as read by people."
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    by_name = models.CharField(max_length=150, blank=True, help_text="Kept where the user is gone.")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            # the history of one object
            models.Index(fields=["about", "about_id", "id"], name="edit_about"),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.about_id} {self.get_kind_display().lower()}"
