"""Days on which something is looked at again, days for which articles are planned, and schedules that went wrong."""

from django.conf import settings
from django.db import models

from articles.models import Article, Edition
from companies.models import Record


class Review(models.Model):
    """The day on which somebody looks again whether an article or a record is still right."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="reviews")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, null=True, related_name="reviews")
    due = models.DateField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(article__isnull=True) ^ models.Q(record__isnull=True),
                name="review_of_one_thing",
            ),
            models.UniqueConstraint(fields=["article"], name="review_once_an_article"),
            models.UniqueConstraint(fields=["record"], name="review_once_a_record"),
        ]

    def __str__(self) -> str:
        return f"{self.article or self.record}, {self.due}"


class Planned(models.Model):
    """The day for which an article is planned. Nothing appears by it: that takes a schedule."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="planned")
    day = models.DateField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "planned day"

    def __str__(self) -> str:
        return f"{self.article}, {self.day}"


class Trouble(models.Model):
    """A schedule that was not carried out, or that should not be as it stands; for the desk, and for a mail."""

    class Kind(models.TextChoices):
        LOST = "lost", "did not appear"
        OPEN = "open", "the checklist has something against it"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="troubles")
    kind = models.CharField(max_length=4, choices=Kind)
    because = models.TextField()
    found_at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-found_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["edition", "kind"], name="trouble_once_an_edition")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_kind_display()}"
