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
    facts = models.ManyToManyField(Fact, blank=True, editable=False, related_name="answers")
    layout = models.JSONField(default=list, editable=False)

    def __str__(self) -> str:
        return f"Answer to: {self.question}"
