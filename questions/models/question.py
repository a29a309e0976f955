"""What readers ask, and what became of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from companies.models import Record, ascii_slug
from questions.querysets import QuestionQuerySet
from questions.wanted import in_words


class Question(models.Model):
    """A reader's question. Public once it is answered and the answer is published, and while an editor leaves it open.

    was_open: readers saw it before it was answered, and go on seeing it until they see the answer.
    times_asked: how many want to know: who asked, who joined, and those of its duplicates. asked_from: the mark of
    the network that it came from, which lasts a day.
    """

    class State(models.TextChoices):
        RECEIVED = "received"
        OPEN = "open"
        SPAM = "spam"
        DUPLICATE = "duplicate"
        DECLINED = "declined"
        ANSWERED = "answered"

    text = models.CharField(max_length=500)
    slug = models.CharField(max_length=120, validators=[ascii_slug])
    asker = models.CharField("name to print", max_length=80, blank=True)
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    records = models.ManyToManyField(Record, blank=True, related_name="questions")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    was_open = models.BooleanField(default=False, editable=False)
    reason = models.CharField(
        "why it was declined",
        max_length=300,
        blank=True,
        help_text="For the newsroom alone; readers see none of it.",
    )
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    times_asked = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_from = models.CharField(max_length=64, blank=True, editable=False)
    suspicion = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="How much it looks like spam, from 0 to 100."
    )
    suspected_for = models.CharField(max_length=300, blank=True, editable=False)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, editable=False)
    merged = models.JSONField(
        default=dict,
        editable=False,
        help_text="What went along with it when it became a duplicate, by number.",
    )

    objects: Any = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["state", "asked_at"], name="question_by_state"),
            models.Index(fields=["-asked_at", "-id"], name="question_listed"),
            models.Index(fields=["asked_from", "state"], name="question_by_network"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id")),
                name="question_duplicates_another",
                violation_error_message="A question cannot be a duplicate of itself.",
            ),
            models.CheckConstraint(
                condition=Q(times_asked__gte=1),
                name="question_asked_by_somebody",
                violation_error_message="At least one reader asked it: give 1 or more.",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True) | Q(claimed_at__isnull=False),
                name="question_claimed_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="duplicate", duplicate_of__isnull=False)
                | ~Q(state="duplicate") & Q(duplicate_of__isnull=True),
                name="question_duplicate_of_one",
                violation_error_message="A duplicate, and nothing else, says of which question it is one.",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""),
                name="question_declined_for_a_reason",
                violation_error_message="Say why it is declined.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("questions:question", args=[self.pk, self.slug])

    @property
    def wanted(self) -> str:
        """How many want to know, as a sentence without its full stop."""
        return in_words(self.times_asked)

    @property
    def was_wanted(self) -> str:
        """The same of one whose answer readers see."""
        return in_words(self.times_asked, answered=True)
