"""How an article went from hand to hand."""

from typing import Any

from django.conf import settings
from django.db import models

from articles.models.article import Article
from articles.querysets import HandOverQuerySet


class HandOver(models.Model):
    """One move of a working copy: who, when, from which state to which, and what they said. Never changed."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="hand_overs")
    verb = models.CharField(max_length=12)
    was = models.CharField("from", max_length=10, choices=Article.State)
    became = models.CharField("to", max_length=10, choices=Article.State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    comment = models.TextField(blank=True)
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who was asked for a review.",
    )
    told_at = models.DateTimeField(null=True, help_text="Since when those whom it concerns are told by mail.")

    objects: Any = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = "hand-over"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verb="send back", comment=""),
                name="sent_back_with_a_comment",
                violation_error_message="Say in a comment what is to be done: it goes back with the article.",
            )
        ]
        indexes = [
            # Mails that are still to be sent.
            models.Index(fields=["at"], name="hand_over_untold", condition=models.Q(told_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.was} → {self.became}"

    @property
    def who(self) -> str:
        """Who moved it, by name."""
        return (self.by.get_full_name() or self.by.get_username()) if self.by else "AIWatch"
