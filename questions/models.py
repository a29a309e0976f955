"""What readers ask, and what we answer."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles.editor import body_field
from articles.models import Article
from companies.models import Record, ascii_slug
from facts.models import Fact
from questions.querysets import QuestionQuerySet


class Question(models.Model):
    """A reader's question. Public once it is answered and the answer is published."""

    class State(models.TextChoices):
        RECEIVED = "received"
        SPAM = "spam"
        DUPLICATE = "duplicate"
        DECLINED = "declined"
        ANSWERED = "answered"

    text = models.CharField(max_length=500)
    slug = models.CharField(max_length=120, validators=[ascii_slug])
    asker = models.CharField("name to print", max_length=80, blank=True)
    email = models.EmailField(blank=True, help_text="Private: for the answer only.")
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    records = models.ManyToManyField(Record, blank=True, related_name="questions")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    times_asked = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(default=timezone.now)

    objects: Any = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(duplicate_of__isnull=True) | ~models.Q(duplicate_of=models.F("id")),
                name="question_duplicates_another",
                violation_error_message="A question cannot be a duplicate of itself.",
            )
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("questions:question", args=[self.pk, self.slug])


class Answer(models.Model):
    """The answer to a question. Public from `published_from`, or with the article where it waits for one."""

    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="answer")
    text = body_field()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(default=timezone.now)
    published_from = models.DateTimeField(
        null=True, blank=True, help_text="Empty: it is public with the article it was asked on."
    )
    updated_at = models.DateTimeField(null=True, editable=False)
    change_note = models.CharField(max_length=300, blank=True, editable=False)
    facts = models.ManyToManyField(Fact, blank=True, editable=False, related_name="answers")
    layout = models.JSONField(default=list, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(updated_at__isnull=True, change_note="")
                | models.Q(updated_at__isnull=False) & ~models.Q(change_note=""),
                name="answer_updated_with_a_note",
                violation_error_message="Say in a note to readers what changed.",
            )
        ]

    def __str__(self) -> str:
        return f"Answer to: {self.question}"


class AnswerVersion(models.Model):
    """An answer as it stood from a time on. Only ever added; the newest says what the answer says.

    note: what readers are told of the change; empty where none of them had seen the version before.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="answer_version_once"),
            models.CheckConstraint(
                condition=models.Q(number__gt=1) | models.Q(number=1, note=""),
                name="answer_version_first_changes_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer}, version {self.number}"
