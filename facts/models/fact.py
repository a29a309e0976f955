"""The figure itself."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Upper
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from companies.fields import fuzzy_date, ordered
from companies.models import Record
from facts import dimensions, lengths
from facts.amounts import display
from facts.beginnings import BegunOrNever, BegunOrOpen
from facts.models.metric import Metric, Scope
from facts.models.source import Source
from facts.querysets import FactQuerySet
from search import documents

#: ISO 4217, as far as this beat needs it.
CURRENCIES = frozenset(
    "AED AUD BRL CAD CHF CNY DKK EUR GBP HKD IDR ILS INR JPY "  # noqa: SIM905
    "KRW MYR NOK NZD PLN SAR SEK SGD THB TRY TWD USD VND".split()
)
PER_MILLION_TOKENS = "/Mtoken"


class FollowsField(models.CharField):
    """A column that follows from others of its row, filled in on saving: constraints and indexes read it."""

    def pre_save(self, model_instance: Any, add: bool) -> str:
        """What it is by the row as it stands."""
        value: str = model_instance.following()[self.attname]
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        """A plain column to migrations, whose models follow nothing."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


#: Why a figure gave way, within a sentence.
BECAUSE: dict[str, Any] = {
    "revised by its source": gettext_lazy("revised by its source"),
    "better source": gettext_lazy("better source"),
    "definition changed": gettext_lazy("definition changed"),
    "withdrawn by its source": gettext_lazy("withdrawn by its source"),
    "our error": gettext_lazy("our error"),
}


class Fact(models.Model):
    """One figure: what it is of, what it says, of when, by whom, and since when we hold it.

    Append-only from the moment something relies on it (`held_from`): a newer period is another fact of its
    series, a better value of the same period supersedes it. So it has two times: what it speaks of (`as_of`),
    and when we held it, from `held_from` to the `held_from` of its successor or to `withdrawn_at`.
    """

    class Qualifier(models.TextChoices):
        EXACTLY = "exactly"
        ABOUT = "about"
        OVER = "over"
        UNDER = "under"

    class Nature(models.TextChoices):
        """Who says so, and of what time. Maps to SDMX's observation status A, A, E, F."""

        MEASURED = "measured", gettext_lazy("Measured")
        CLAIMED = "claimed", gettext_lazy("Claimed")
        ESTIMATED = "estimated", gettext_lazy("Estimated")
        FORECAST = "forecast", gettext_lazy("Forecast")

        @property
        def observation_status(self) -> str:
            """The code of SDMX's list CL_OBS_STATUS."""
            return {"estimated": "E", "forecast": "F"}.get(self.value, "A")

    class Reason(models.TextChoices):
        REVISED = "revised by its source", gettext_lazy("Revised by its source")
        BETTER_SOURCE = "better source", gettext_lazy("A better source")
        DEFINITION = "definition changed", gettext_lazy("Its definition changed")
        WITHDRAWN = "withdrawn by its source", gettext_lazy("Withdrawn by its source")
        OUR_ERROR = "our error", gettext_lazy("Our error: readers are told of a correction")

    subject = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="facts")
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="facts")
    value = models.DecimalField(max_digits=36, decimal_places=6)
    high = models.DecimalField(
        max_digits=36, decimal_places=6, null=True, blank=True, help_text="The end of a range."
    )
    qualifier = models.CharField(max_length=10, choices=Qualifier, default=Qualifier.EXACTLY)
    unit = models.CharField(
        max_length=12,
        help_text="people, percent, parameters, tokens, GPU-hours, FLOP, GB, count, a currency (ISO 4217), USD/Mtoken.",
    )
    measure = FollowsField(
        max_length=12, default="", editable=False, help_text="The metric’s unit, for the constraint."
    )
    as_of, as_of_earliest, as_of_latest, as_of_words = fuzzy_date("as of")
    as_of_in_words: str
    length = FollowsField(
        "length of its period",
        max_length=10,
        default="",
        editable=False,
        help_text="ISO 8601: P1M, P3M, P1Y.",
    )
    nature = models.CharField(max_length=10, choices=Nature)
    disputed = models.BooleanField(default=False, help_text="Sources disagree; both are recorded.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="facts")
    quotation = models.TextField(blank=True, help_text="The source’s own words.")
    scope = models.ForeignKey(
        Scope, on_delete=models.PROTECT, to_field="name", null=True, blank=True, related_name="facts"
    )
    dimensions = models.CharField(
        max_length=200, blank=True, help_text="Where the metric has them: “benchmark=MMLU-Pro; effort=high”."
    )
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successor", editable=False
    )
    superseded_because = models.CharField(max_length=30, choices=Reason, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_because = models.CharField(max_length=300, blank=True, editable=False)
    review_after = models.DateField(
        null=True, blank=True, help_text="The day on which somebody should look again."
    )
    published_from = models.DateTimeField(null=True, blank=True)
    held_from = models.DateTimeField(
        null=True,
        editable=False,
        help_text="Since when something relies on it, and it is not edited any more.",
    )
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        "auth.User", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects: Any = FactQuerySet.as_manager()

    #: Those that cannot be right beside this one, as far as whoever asked may know (facts/reading.py).
    rivals: Sequence["Fact"] = ()
    #: Why an editor had the site use this one, where one did and the query asked for it (`with_story`).
    preferred_because: str | None = None

    class Meta:
        ordering = ["-as_of_earliest", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(high__isnull=True) | Q(high__gt=F("value")),
                name="fact_range_ordered",
                violation_error_message="The end of a range must be larger than its beginning.",
            ),
            models.CheckConstraint(
                # An earlier one, so that no chain of them ever closes.
                condition=Q(supersedes__isnull=True) | Q(supersedes__lt=F("id")),
                name="fact_supersedes_an_earlier",
                violation_error_message="A fact supersedes one that was recorded before it.",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, superseded_because="")
                | Q(supersedes__isnull=False) & ~Q(superseded_because=""),
                name="fact_supersedes_with_a_reason",
                violation_error_message="Say why the fact takes another’s place.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
                name="fact_withdrawn_with_a_reason",
                violation_error_message="Say why the fact is withdrawn.",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="fact_value_not_negative",
                violation_error_message="Say “fell” in the words; the value itself is not negative.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(measure="money") & Q(Exact(Length("unit"), 3)) & Q(Exact(F("unit"), Upper("unit")))
                )
                | Q(measure="price", unit__endswith=PER_MILLION_TOKENS)
                | ~Q(measure__in=["money", "price"]) & Q(unit=F("measure")),
                name="fact_unit_of_its_metric",
                violation_error_message="A currency belongs to money and to nothing else.",
            ),
            models.CheckConstraint(
                condition=Q(published_from__isnull=True) | Q(held_from__isnull=False),
                name="fact_published_is_held",
                violation_error_message="A fact that is published is not edited any more.",
            ),
            ordered("as_of", "fact"),
        ]
        indexes = [
            # a record's facts, newest period first; with their last days, those of one time are found in it alone
            models.Index(fields=["subject", "metric", "-as_of_earliest", "as_of_latest"], name="fact_series"),
            # what speaks of no known beginning
            models.Index(
                fields=["as_of_earliest"], name="fact_undated", condition=Q(as_of_earliest__isnull=True)
            ),
            # what editors marked
            models.Index(fields=["disputed"], name="fact_disputed", condition=Q(disputed=True)),
            # what we held on a day
            models.Index(fields=["held_from"], name="fact_held"),
            # the orders of the API's list
            models.Index("value", "id", name="fact_by_value"),
            models.Index(BegunOrOpen("as_of_earliest"), "id", name="fact_by_beginning"),
            models.Index(BegunOrNever("as_of_earliest"), "id", name="fact_by_end"),
            # what it can be narrowed to that may be rare
            models.Index(fields=["recorded_at"], name="fact_recorded"),
            models.Index(
                fields=["review_after"], name="fact_reviewed", condition=Q(review_after__isnull=False)
            ),
            models.Index(fields=["withdrawn_at"], name="fact_gone", condition=Q(withdrawn_at__isnull=False)),
            models.Index(fields=["unit"], name="fact_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.metric}, {self.shown} ({self.as_of})"

    def save(self, **kwargs: Any) -> None:
        """Save it, and have it found: a figure is recorded at many places, and each would have to think of that."""
        super().save(**kwargs)
        documents.put(self.in_search)

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("facts:fact", args=[self.pk])

    @property
    def in_search(self) -> documents.Entry:
        """By what it is found."""
        of = self.subject
        text = (self.shown, self.as_of_in_words, self.told_apart, self.quotation, str(self.source))
        name = f"{of.name} {of.native_name}: {self.metric}"
        return documents.Entry("fact", self.pk, [name], "\n".join(text), self.recorded_at.date())

    # What readers may know of a row that comes from `told`.
    named: bool
    successor_told: bool
    predecessor_told: bool

    @property
    def told_subject(self) -> Record | None:
        """Its subject, where it may be named."""
        return self.subject if self.named else None

    @property
    def after(self) -> "Fact | None":
        """The value that took its place, where readers may know of it."""
        return self.successor if self.successor_told else None

    @property
    def before_id(self) -> int | None:
        """The id of the value whose place it took, where readers may know of it."""
        return self.supersedes_id if self.predecessor_told else None

    @property
    def held_until(self) -> datetime | None:
        """When another value took its place, or it was withdrawn; None while it stands."""
        return self.after.held_from if self.after else self.withdrawn_at

    @property
    def because(self) -> str:
        """Why it gave way: one of Reason, or our words of its withdrawal; empty while it stands."""
        return self.after.superseded_because if self.after else self.withdrawn_because

    @property
    def because_in_words(self) -> str:
        """The same for readers."""
        return str(BECAUSE.get(self.because, self.because))

    @property
    def nature_in_words(self) -> str:
        """How it is known, and whether that is disputed: “Measured”, “Claimed, disputed”."""
        nature = self.get_nature_display()
        return gettext("%(nature)s, disputed") % {"nature": nature} if self.is_disputed else nature

    @property
    def state(self) -> str:
        """Whether it stands: current, superseded or withdrawn."""
        return "superseded" if self.after else "withdrawn" if self.withdrawn_at else "current"

    @property
    def shown(self) -> str:
        """The value as readers see it: “over 163 million”, “$90 billion”."""
        return display(self.value, self.high, self.unit, self.qualifier)

    @property
    def is_disputed(self) -> bool:
        """Whether an editor marked it, or another contradicts it."""
        return self.disputed or bool(self.rivals)

    @property
    def told_apart(self) -> str:
        """Scope and dimensions as readers see them: “China, effort high”; empty where there are none."""
        return told_apart(self.scope_id, self.dimensions)

    def following(self) -> dict[str, str]:
        """What follows from the rest of the row.

        Holds the metric until the transaction ends: whoever changes what its figures are told apart by comes
        before or after, and finds this one then.
        """
        metric = Metric.objects.locked(self.metric_id)
        length = lengths.of(self.as_of_earliest, self.as_of_latest) if metric.by_length else ""
        return {"measure": metric.unit, "length": length}

    def clean(self) -> None:
        """Raise ValidationError where unit, dimensions or time do not go with the metric, nature or source."""
        if self.metric_id:
            self.measure = self.metric.unit
            if self.unit:
                _check_unit(self)
            self._settle_dimensions()
        if self.nature == Fact.Nature.FORECAST:
            if self.source_id:
                _check_forecast(self)
        elif self.as_of_earliest and self.as_of_earliest > timezone.localdate():
            raise ValidationError({"as_of": "That time is still to come: only a forecast can speak of it."})

    def _settle_dimensions(self) -> None:
        try:
            given = dimensions.parse(self.dimensions, self.metric.dimension_names)
        except dimensions.DimensionsNotUnderstood as reason:
            raise ValidationError({"dimensions": str(reason)}) from reason
        self.dimensions = dimensions.written(given)


def told_apart(scope: str | None, dims: str) -> str:
    """Scope and dimensions in words."""
    return ", ".join(filter(None, (scope, dimensions.in_words(dims))))


def _check_unit(fact: Fact) -> None:
    unit, sort = fact.unit, fact.metric.unit
    if sort == Metric.Unit.MONEY:
        sound, right = unit in CURRENCIES, "a currency such as USD or CNY"
    elif sort == Metric.Unit.PRICE:
        sound = unit.endswith(PER_MILLION_TOKENS) and unit.removesuffix(PER_MILLION_TOKENS) in CURRENCIES
        right = "a currency for each million tokens, such as USD/Mtoken"
    else:
        sound, right = unit == sort, f"{sort}"
    if not sound:
        raise ValidationError({"unit": f"{fact.metric} is recorded in {right}, not in “{unit}”."})


def _check_forecast(fact: Fact) -> None:
    """A forecast is made before the time that it speaks of is over. Locks its source until the transaction ends."""
    made: date | None = Source.objects.locked(fact.source_id).published
    if made and fact.as_of_latest and fact.as_of_latest <= made:
        raise ValidationError(
            {"nature": f"Its source is of {made:%-d %B %Y}, when that time was over: it is no forecast."}
        )
