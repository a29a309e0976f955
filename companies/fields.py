"""Fuzzy dates as columns: the EDTF text, its earliest and latest day, and the source's own words."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from companies import dates


class FuzzyDateField(models.CharField):
    """EDTF text that fills its sibling columns `_earliest`, `_latest` and `_words` when it is saved.

    Takes EDTF or words ("early 2026"); keeps canonical EDTF. Made by `fuzzy_date`, never alone.
    """

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Add `<name>_in_words` to the model: the date as readers see it. The model declares its type."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, f"{name}_in_words", property(lambda row: _shown(row, name)))

    #: Nothing is skipped by Django when rows are cleaned: a date that was taken out empties its siblings too.
    empty_values: list[Any] = []

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """The canonical EDTF; raises ValidationError with the reason.

        The siblings are set here as well as on saving, so that constraints and rules see the days. Words typed
        here are kept beside it; those of another date go.
        """
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        try:
            found = dates.parse(value) if value else None
        except dates.DateNotUnderstood as reason:
            raise ValidationError(str(reason)) from reason
        if model_instance is not None:
            if found and self._takes_words(model_instance, found):
                setattr(model_instance, f"{self.attname}_words", found.words)
            self._fill(model_instance, found)
        return super().clean(found.edtf if found else "", model_instance)

    def _takes_words(self, row: models.Model, found: dates.FuzzyDate) -> bool:
        """Whether a row's words are no longer the date's. A new row may be given the source's own beside it."""
        if row._state.adding:
            return bool(found.words) and not getattr(row, f"{self.attname}_words")
        return bool(found.words) or self._has_moved(row, found)

    def _has_moved(self, row: models.Model, found: dates.FuzzyDate) -> bool:
        """Whether a row that was saved before held other days; the siblings still have them."""
        held = getattr(row, f"{self.attname}_earliest"), getattr(row, f"{self.attname}_latest")
        return held != (found.earliest, found.latest)

    def _fill(self, row: models.Model, found: dates.FuzzyDate | None) -> None:
        """Set the siblings that hold days."""
        setattr(row, f"{self.attname}_earliest", found.earliest if found else None)
        setattr(row, f"{self.attname}_latest", found.latest if found else None)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Canonical EDTF for the column; sets the siblings, which Django saves after this field."""
        value = getattr(model_instance, self.attname)
        found = dates.parse(value) if value else None
        setattr(model_instance, self.attname, found.edtf if found else "")
        self._fill(model_instance, found)
        if found and found.words:
            setattr(model_instance, f"{self.attname}_words", found.words)
        return super().pre_save(model_instance, add)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """A text field with room for words, which become EDTF in clean()."""
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault(
            "help_text", "A date as vague as it is known: “2026-02”, “Q3 2026”, “early 2026”, “by 2030”."
        )
        return super().formfield(**kwargs)


def _shown(row: models.Model, name: str) -> str:
    """A row's date in words, never more exact than it is known; the source's words where it has no days."""
    edtf = getattr(row, name)
    return dates.in_words(edtf) if edtf else getattr(row, f"{name}_words")


def fuzzy_date(verbose_name: str, *, required: bool = False) -> tuple[Any, Any, Any, Any]:
    """The four columns of one fuzzy date, for a model's body:

    `founded, founded_earliest, founded_latest, founded_words = fuzzy_date("founded")`.
    An open end is null; they sort by earliest, then latest, and filter by overlap (`overlaps`).
    """
    return (
        FuzzyDateField(verbose_name, max_length=60, blank=not required),
        models.DateField(f"{verbose_name}, earliest day", null=True, blank=True, editable=False),
        models.DateField(f"{verbose_name}, latest day", null=True, blank=True, editable=False),
        models.CharField(f"{verbose_name}, in the source’s words", max_length=200, blank=True, default=""),
    )


def overlaps(name: str, *, first: date | None = None, last: date | None = None) -> models.Q:
    """Rows whose fuzzy date may lie on a day from first to last, both included; None is no limit.

    An open end reaches as far as it likes; a row without a date never lies anywhere.
    """
    found = ~models.Q(**{name: ""})
    if first:
        found &= models.Q(**{f"{name}_latest__gte": first}) | models.Q(**{f"{name}_latest__isnull": True})
    if last:
        found &= models.Q(**{f"{name}_earliest__lte": last}) | models.Q(**{f"{name}_earliest__isnull": True})
    return found


def refuse_future(row: models.Model, field: str, sentence: str) -> None:
    """Raise ValidationError with the sentence for a day that is to come; in the east it may be tomorrow already."""
    day = getattr(row, field)
    if day and day > timezone.localdate() + timedelta(days=1):
        raise ValidationError({field: sentence})


def refuse_before(row: models.Model, later: str, earlier: str, sentence: str) -> None:
    """Raise ValidationError with the sentence where one fuzzy date ends before another of the row begins.

    For clean(): forms leave the columns with the days out, so their constraints are not asked there.
    """
    end, start = getattr(row, f"{later}_latest"), getattr(row, f"{earlier}_earliest")
    if end and start and end < start:
        raise ValidationError({later: sentence})


def ordered(name: str, model: str) -> models.CheckConstraint:
    """A constraint: the earliest day of a fuzzy date is not after its latest."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{name}_earliest__isnull": True})
        | models.Q(**{f"{name}_latest__isnull": True})
        | models.Q(**{f"{name}_earliest__lte": models.F(f"{name}_latest")}),
        name=f"{model}_{name}_ordered",
        violation_error_message="The earliest day cannot come after the latest.",
    )
