"""Issues of the newsletter: what an editor chose, and what was sent of it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles.editor import words_field
from changes.models import Correction
from newsletter.querysets import IssueQuerySet


class Issue(models.Model):
    """One issue. Until it begins to be sent it is a working copy; then its content is frozen with a number.

    saves: how often it was saved, so that nobody saves over what they have not seen. send_at: when it is to go, where
    that is settled; held_because: why it did not go then. noted_at: when a delivery was noted for each reader.
    stopped_at: since when no more of it goes; it can be carried on, and what was known then stops it no more
    (carried_on_at, and left_out: what of it readers no longer saw).
    """

    subject = models.CharField(max_length=120)
    preheader = models.CharField(
        "first line", max_length=150, blank=True, help_text="What mail programs show beside the subject."
    )
    words = words_field(
        verbose_name="editor’s words",
        blank=True,
        help_text="They open the issue. Type / for all that can be inserted.",
    )
    text = models.TextField(
        "text part",
        blank=True,
        help_text="For programs that show no HTML. Empty: made from the issue, which is nearly always right.",
    )
    saves = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    send_at = models.DateTimeField(null=True, blank=True, editable=False)
    held_because = models.CharField(max_length=300, blank=True, editable=False)
    number = models.PositiveIntegerField(null=True, unique=True, editable=False)
    content: Any = models.JSONField(null=True, encoder=DjangoJSONEncoder, editable=False)
    begun_at = models.DateTimeField(null=True, editable=False)
    noted_at = models.DateTimeField(null=True, editable=False)
    stopped_at = models.DateTimeField(null=True, editable=False)
    stopped_because = models.CharField(max_length=200, blank=True, editable=False)
    carried_on_at = models.DateTimeField(null=True, editable=False)
    left_out: Any = models.JSONField(default=list, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects: Any = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(begun_at__isnull=True, number__isnull=True, content__isnull=True)
                | Q(begun_at__isnull=False, number__isnull=False, content__isnull=False),
                name="issue_frozen_when_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(begun_at__isnull=False) | Q(noted_at__isnull=True, stopped_at__isnull=True),
                name="issue_begins_before_it_goes",
            ),
            models.CheckConstraint(
                condition=Q(held_because="") | Q(send_at__isnull=True, begun_at__isnull=True),
                name="issue_held_is_not_scheduled",
            ),
            models.CheckConstraint(
                condition=~Q(subject=""),
                name="issue_has_a_subject",
                violation_error_message="Subject: say in a few words what is in the issue.",
            ),
        ]
        indexes = [
            # what falls due
            models.Index(fields=["send_at"], condition=Q(begun_at__isnull=True), name="issue_due"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """Its page in the archive, once it went."""
        return reverse("newsletter:issue", args=[self.number])

    @property
    def sent_at(self) -> datetime:
        """When it began to be sent, for one that did."""
        if self.begun_at is None:
            raise ValueError("It has not begun to be sent.")
        return self.begun_at

    @property
    def state(self) -> str:
        """How it stands: draft, scheduled, held, begun or stopped."""
        if self.begun_at is None:
            return "held" if self.held_because else "scheduled" if self.send_at else "draft"
        return "stopped" if self.stopped_at else "begun"


class Item(models.Model):
    """Something that an issue tells of, in the place that an editor gave it.

    words: the editor's own, in the place of its standfirst or after the figure.
    """

    class Section(models.TextChoices):
        STORY = "story", "Story"
        FIGURE = "figure", "Figure that moved"
        RELEASE = "release", "Release due"
        QUESTION = "question", "Answered question"

    #: What each is called in the log of changes and by corrections.
    KINDS = {
        Section.STORY: "article",
        Section.FIGURE: "fact",
        Section.RELEASE: "model",
        Section.QUESTION: "question",
    }

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="items")
    section = models.CharField(max_length=10, choices=Section)
    about_id = models.BigIntegerField()
    position = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True, max_length=600)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "section", "about_id"], name="item_once"),
            models.UniqueConstraint(fields=["issue", "position"], name="item_one_a_position"),
        ]
        indexes = [
            # which issues carry something
            models.Index(fields=["section", "about_id"], name="item_about"),
        ]

    def __str__(self) -> str:
        return f"{self.get_section_display()} {self.about_id}"

    @property
    def key(self) -> str:
        """What it is called in an order and in frozen content: “story:12”."""
        return f"{self.section}:{self.about_id}"


class Erratum(models.Model):
    """What was wrong in an issue, sent to those who got it."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="errata")
    corrections: Any = models.ManyToManyField(Correction, related_name="+")
    words = models.TextField(blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    noted_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "errata"

    def __str__(self) -> str:
        return f"Erratum to {self.issue}"
