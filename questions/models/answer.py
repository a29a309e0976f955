"""The answer to a question, and what it said before."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.editor import body_field
from facts.models import Fact
from questions.models.question import Question


class Answer(models.Model):
    """The answer to a question. Public from `published_from`, or with the article where it waits for one.

    It always has a page of its own; on_article and on_records say where else it stands. checked_at: when an editor
    looked last at whether it still holds.
    """

    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="answer")
    text = body_field()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(default=timezone.now)
    published_from = models.DateTimeField(
        null=True, blank=True, help_text="Empty: it is public with the article it was asked on."
    )
    on_article = models.BooleanField(
        "on the article it was asked on",
        default=True,
        help_text="Under “Readers ask”, with the day of the answer, and without a new edition.",
    )
    on_records = models.BooleanField(
        "on its records", default=True, help_text="Those that are chosen under “Address and records”."
    )
    checked_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(null=True, editable=False)
    change_note = models.CharField(max_length=300, blank=True, editable=False)
    facts = models.ManyToManyField(Fact, blank=True, editable=False, related_name="answers")
    layout = models.JSONField(default=list, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(on_article=True) | models.Q(published_from__isnull=False),
                name="answer_waits_for_what_shows_it",
                violation_error_message="Give a time: an answer that its article does not show cannot wait for it.",
            ),
            models.CheckConstraint(
                condition=models.Q(updated_at__isnull=True, change_note="")
                | models.Q(updated_at__isnull=False) & ~models.Q(change_note=""),
                name="answer_updated_with_a_note",
                violation_error_message="Say in a note to readers what changed.",
            ),
        ]
        # lists of answered questions, newest answer first, and those of some days
        indexes = [models.Index(fields=["answered_at"], name="answer_by_day")]

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
