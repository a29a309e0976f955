"""Where figures were read."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from facts.querysets import SourceQuerySet

of_the_web = RegexValidator("(?i)^https?://", "An address of the web begins with http:// or https://.")


class Source(models.Model):
    """A report, filing, statement or page. What it said stays; whether it still says so is noted beside it."""

    class Answer(models.TextChoices):
        """What came of asking its address."""

        YES = "yes", "It answers."
        SHUT = "shut", "It answers, though not to us."
        NO = "no", "It does not answer."
        NOT_ASKED = "not asked", "It is none that we ask."

    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=120, blank=True)
    url = models.URLField("address", max_length=500, blank=True, validators=[of_the_web])
    archived_url = models.URLField(
        "address of an archived copy",
        max_length=500,
        blank=True,
        validators=[of_the_web],
        help_text="Readers are led there when the address itself is dead. Have the page archived when you record it.",
    )
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
    answer = models.CharField(max_length=9, choices=Answer, blank=True, editable=False)
    heard = models.CharField(
        max_length=200, blank=True, editable=False, help_text="What came back, in words."
    )
    failing_since = models.DateTimeField(
        null=True, editable=False, help_text="Since when each asking failed; dead once that has lasted."
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
            ),
            models.CheckConstraint(
                condition=Q(dead_since__isnull=True) | Q(failing_since__isnull=False),
                name="source_dead_has_failed",
                violation_error_message="A source is dead once asking it has failed.",
            ),
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
