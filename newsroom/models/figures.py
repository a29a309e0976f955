"""Figures that are kept although they gave way, and figures being changed in many articles."""

from typing import Any

from django.conf import settings
from django.db import models

from articles.models import Article
from facts.models import Fact
from newsroom.querysets import KeptQuerySet
from questions.models import Answer


class Kept(models.Model):
    """An editor's decision that a text keeps a figure as of its day, whatever became of it until then.

    What becomes of the figure later asks anew. Readers are told in either case.
    """

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="kept")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="kept_figures")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, related_name="kept_figures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects: Any = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = "figure that is kept"
        verbose_name_plural = "figures that are kept"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(article__isnull=True) ^ models.Q(answer__isnull=True),
                name="kept_in_one_text",
            ),
            models.UniqueConstraint(fields=["fact", "article"], name="kept_once_an_article"),
            models.UniqueConstraint(fields=["fact", "answer"], name="kept_once_an_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.fact} in {self.article or self.answer}"


class Rollout(models.Model):
    """A figure being changed in every article that could follow, in the background, and how far it came."""

    old = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")
    note = models.TextField("note to readers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    wanted_at = models.DateTimeField(auto_now_add=True)
    after = models.BigIntegerField(default=0, help_text="The article that was done last.")
    total = models.PositiveIntegerField()
    updated = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list, help_text="Articles that could not follow, and why.")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "roll-out of a figure"
        verbose_name_plural = "roll-outs of figures"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.old.shown} → {self.new.shown}"
