"""What the front page leads with, in the order that editors gave it."""

from typing import Any

from django.conf import settings
from django.db import models

from articles.models.article import Article


class Placed(models.Model):
    """An article that editors chose for the front page; the first leads. Written by articles.front.arrange alone.

    Readers see it while it is live: one that waits takes its place when its time comes.
    """

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="placed")
    position = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects: Any = models.Manager()

    class Meta:
        verbose_name = "place on the front page"
        verbose_name_plural = "places on the front page"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["position"],
                name="placed_one_a_position",
                violation_error_message="Another story stands in this place of the front page.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.article}"
