"""What is measured, in what, and what tells its figures apart."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from facts import dimensions
from facts.querysets import MetricQuerySet

_WORD = re.compile(r"[a-z][a-z -]{0,29}")


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

    #: Units of what is so on a day, and not over a time.
    ON_A_DAY = (Unit.PERCENT, Unit.PARAMETERS, Unit.TOKENS, Unit.GIGABYTES, Unit.FLOP, Unit.PRICE)

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=12, choices=Unit)
    definition = models.TextField(blank=True)
    higher_is_better = models.BooleanField(null=True, blank=True)
    by_length = models.BooleanField(
        "told apart by the length of its period",
        default=True,
        help_text="On for what adds up or is counted over a time (revenue of a year, users of a month), so that a "
        "month is never held against a quarter. Off for what is so on a day (parameters, a price, a score).",
    )
    dimensions = models.CharField(
        max_length=200,
        blank=True,
        help_text="What else tells its figures apart, with commas: “benchmark, harness, effort”.",
    )

    objects: Any = MetricQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def in_a_sentence(self) -> str:
        """Its name after other words: “stake held by Alibaba”, but “AIME 2024” and “Harbour Bench”."""
        first, _, rest = self.name.partition(" ")
        own = not first[1:].islower() or rest[:1].isupper() or rest[:1].isdigit()
        return self.name if own else f"{first.lower()}{self.name[len(first) :]}"

    @property
    def dimension_names(self) -> list[str]:
        """What else tells its figures apart."""
        return [name for part in self.dimensions.split(",") if (name := part.strip())]

    def clean(self) -> None:
        """Raise ValidationError for dimensions that are no names, and for what figures speak against."""
        self.dimensions = ", ".join(dict.fromkeys(name.lower() for name in self.dimension_names))
        if wrong := [name for name in self.dimension_names if not _WORD.fullmatch(name)]:
            raise ValidationError(
                {"dimensions": f"“{wrong[0]}” is no name of a dimension: use small letters, as in “effort”."}
            )
        if self.pk:
            self._check_against_figures()

    def _check_against_figures(self) -> None:
        recorded: Any = self.facts.order_by()
        if recorded.exclude(measure=self.unit).exists():
            raise ValidationError(
                {"unit": "Figures are recorded in the unit it has; a new unit is a new metric."}
            )
        told = recorded.exclude(dimensions="").values_list("dimensions", flat=True).distinct()
        lost = {name for text in told for name in dimensions.named(text)}.difference(self.dimension_names)
        if lost:
            raise ValidationError(
                {"dimensions": f"Figures are told apart by “{min(lost)}”: it cannot be left out."}
            )


class Scope(models.Model):
    """What part of the whole a figure counts: chosen from this list, so that one thing is not called two."""

    name = models.CharField(
        max_length=120,
        unique=True,
        help_text="As readers see it: “China”, “app only”, “average of the month”.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
