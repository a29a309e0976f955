"""Sources, metrics and facts: figures that know where they come from and whether they still stand."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from companies.fields import fuzzy_date, ordered
from companies.models import Record
from facts.amounts import display
from facts.querysets import FactQuerySet


class Source(models.Model):
    """Where a figure was read."""

    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=120, blank=True)
    url = models.URLField(max_length=500, blank=True)
    archived_url = models.URLField(max_length=500, blank=True)
    published = models.DateField(null=True, blank=True)
    accessed = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=12, blank=True, default="en")

    class Meta:
        ordering = ["publisher", "title"]

    def __str__(self) -> str:
        return f"{self.publisher}, {self.title}" if self.publisher else self.title


class Metric(models.Model):
    """What is measured."""

    class Unit(models.TextChoices):
        PEOPLE = "people"
        MONEY = "money"
        PERCENT = "percent"
        PARAMETERS = "parameters"
        TOKENS = "tokens"
        GPU_HOURS = "GPU-hours", "GPU hours"
        FLOP = "FLOP", "FLOP"
        GIGABYTES = "GB", "GB"
        PRICE = "price", "price per million tokens"
        COUNT = "count"

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=12, choices=Unit)
    definition = models.TextField(blank=True)
    higher_is_better = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Fact(models.Model):
    """One figure: what it is of, what it says, of when, by whom, and since when we hold it.

    Append-only from the day an edition first cites it: a newer period is another fact of its series, a
    better value of the same period supersedes it.
    """

    class Qualifier(models.TextChoices):
        EXACTLY = "exactly"
        ABOUT = "about"
        OVER = "over"
        UNDER = "under"

    class Nature(models.TextChoices):
        """Who says so, and of what time. Maps to SDMX's observation status A, A, E, F."""

        MEASURED = "measured", "Measured"
        CLAIMED = "claimed", "Claimed"
        ESTIMATED = "estimated", "Estimated"
        FORECAST = "forecast", "Forecast"

    class Reason(models.TextChoices):
        REVISED = "revised by its source"
        BETTER_SOURCE = "better source"
        DEFINITION = "definition changed"
        WITHDRAWN = "withdrawn by its source"
        OUR_ERROR = "our error"

    subject = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="facts")
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="facts")
    value = models.DecimalField(max_digits=36, decimal_places=6)
    high = models.DecimalField(
        max_digits=36, decimal_places=6, null=True, blank=True, help_text="The end of a range."
    )
    qualifier = models.CharField(max_length=10, choices=Qualifier, default=Qualifier.EXACTLY)
    unit = models.CharField(
        max_length=12,
        validators=[RegexValidator(r"\A[A-Za-z/-]{2,12}\Z")],
        help_text="people, percent, parameters, tokens, GPU-hours, FLOP, GB, count, a currency (ISO 4217), USD/Mtoken.",
    )
    as_of, as_of_earliest, as_of_latest, as_of_words = fuzzy_date("as of")
    nature = models.CharField(max_length=10, choices=Nature)
    disputed = models.BooleanField(default=False, help_text="Sources disagree; both are recorded.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="facts")
    quotation = models.TextField(blank=True, help_text="The source’s own words.")
    scope = models.CharField(max_length=120, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successor", editable=False
    )
    superseded_because = models.CharField(max_length=30, choices=Reason, blank=True, editable=False)
    review_after = models.DateField(
        null=True, blank=True, help_text="The day on which somebody should look again."
    )
    published_from = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        "auth.User", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects: Any = FactQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of_earliest", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(high__isnull=True) | Q(high__gt=F("value")),
                name="fact_range_ordered",
                violation_error_message="The end of a range must be larger than its beginning.",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")),
                name="fact_supersedes_another",
                violation_error_message="A fact cannot supersede itself.",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="fact_value_not_negative",
                violation_error_message="Say “fell” in the words; the value itself is not negative.",
            ),
            ordered("as_of", "fact"),
        ]
        indexes = [
            # a record's facts, newest period first
            models.Index(fields=["subject", "metric", "-as_of_earliest"], name="fact_series"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.metric}, {self.shown} ({self.as_of})"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("facts:fact", args=[self.pk])

    @property
    def shown(self) -> str:
        """The value as readers see it: “over 163 million”, “$90 billion”."""
        return display(self.value, self.high, self.unit, self.qualifier)
