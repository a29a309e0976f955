"""What the working copy was after each save."""

from django.conf import settings
from django.db import models

from articles.models.article import Article


class Revision(models.Model):
    """The whole working copy as it was saved: never changed, only added."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    why = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        # all that were saved lately, whatever of
        indexes = [models.Index(fields=["-at", "-id"], name="revision_by_time")]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.article}, revision {self.number}"
