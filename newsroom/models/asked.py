"""What somebody began so that a reader's question can be answered."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models import Article
from questions.models import Question


class Sought(models.Model):
    """A draft that is to answer a question, or a figure that somebody looks for. It goes with the question."""

    class Kind(models.TextChoices):
        DRAFT = "draft"
        FACT = "fact"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="sought")
    kind = models.CharField(max_length=5, choices=Kind)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="sought")
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: Any = models.Manager()

    class Meta:
        verbose_name_plural = "sought"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="draft", article__isnull=False)
                | models.Q(kind="fact", article__isnull=True),
                name="sought_draft_is_an_article",
            ),
            models.UniqueConstraint(
                fields=["question"], condition=models.Q(kind="fact"), name="sought_fact_once"
            ),
            models.UniqueConstraint(
                fields=["question"], condition=models.Q(kind="draft"), name="sought_draft_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for: {self.question}"
