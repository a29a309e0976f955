"""Where figures were read."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from facts.querysets import SourceQuerySet


class Source(models.Model):
    """A report, filing, statement or page. What it said stays; whether it still says so is noted beside it."""

    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=120, blank=True)
    url = models.URLField(max_length=500, blank=True)
    archived_url = models.URLField(max_length=500, blank=True)
    published = models.DateField(null=True, blank=True)
    accessed = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=12, blank=True, default="en")
    withdrawn_at = models.DateTimeField(
        null=True, editable=False, help_text="When we noted that its publisher took it back."
    )
    withdrawal_note = models.CharField(max_length=300, blank=True, editable=False)
    asked_at = models.DateTimeField(
        null=True, editable=False, help_text="When its address was last asked whether it still answers."
    )
    dead_since = models.DateTimeField(
        null=True, editable=False, help_text="Since when its address has not answered."
    )

    objects: Any = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["publisher", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_note=""),
                name="source_withdrawal_has_a_note",
                violation_error_message="Say why the source was withdrawn.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.publisher}, {self.title}" if self.publisher else self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("facts:source", args=[self.pk])

    def clean(self) -> None:
        """Raise ValidationError for a day on which what its forecasts speak of was over. Locks it, as they do."""
        if not self.pk or not self.published:
            return
        Source.objects.locked(self.pk)
        facts: Any = self.facts
        late = facts.filter(nature="forecast", as_of_latest__lte=self.published).select_related("metric")
        if fact := late.first():
            raise ValidationError(
                {"published": f"It forecasts {fact.shown} for {fact.as_of_in_words}, which was over by then."}
            )
