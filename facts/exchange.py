"""Figures, sources, metrics and scopes out and in as files, by the rules of companies.exchange.

A file adds figures and changes those that nothing relies on. One that is held is never changed by a file.
"""

from collections.abc import Hashable
from typing import Any

from django.core.exceptions import ValidationError
from import_export.fields import Field

from changes.admin import tell
from companies import dates
from companies.exchange.cells import Choice, Number, Text, aside
from companies.exchange.files import Table
from companies.exchange.resources import Resource
from companies.models import Record
from facts import dimensions
from facts.amounts import Amount
from facts.following import follow
from facts.models import Fact, Metric, Scope, Source
from facts.typed import typed

#: The columns that say which source a figure was read in, and what each is of it.
OF_SOURCE = {"source": "title", "publisher": "publisher", "source_url": "url"}


class Named(Text):
    """A row of a list, named by one of its columns."""

    def __init__(self, model: Any, column: str, *, optional: bool = False) -> None:
        super().__init__()
        self.model, self.column, self.optional = model, column, optional

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The row, or None for an empty cell that may be empty. Raises ValueError."""
        name = value.strip()
        if self.optional and not name:
            return None
        found = self.model.objects.filter(**{self.column: name}).first()
        if found is None:
            what = self.model._meta.verbose_name
            raise ValueError(f"There is no {what} with the {self.column} “{name:.120}”: add it first.")
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Its name."""
        return "" if value is None else str(getattr(value, self.column))


class Subject(Field):
    """A record by its slug, of the kind that stands beside it."""

    def clean(self, row: Any, **kwargs: Any) -> Record:
        """Raises ValueError."""
        kind, slug = row["subject_kind"].strip().lower(), row["subject"].strip()
        if kind not in Record.Kind.values:
            raise ValueError(f"“{kind:.60}” is none of the kinds: {', '.join(Record.Kind.values)}.")
        found: Record | None = Record.objects.filter(kind=kind, slug=slug).first()
        if found is None:
            raise ValueError(f"There is no {kind} with the slug “{slug:.120}”.")
        return found


class Value(Field):
    """The value as written; end of range, unit and qualifier stand beside it or are said by it."""

    qualifiers = Choice(Fact._meta.get_field("qualifier"))

    def clean(self, row: Any, **kwargs: Any) -> Amount:
        """Raises ValueError."""
        qualifier = row.get("qualifier", "").strip()
        return typed(
            row["value"].strip(),
            metric=METRIC.clean(row),
            unit=row.get("unit", "").strip(),
            qualifier=qualifier and self.qualifiers.clean(qualifier),
            high=Number().clean(row.get("high", "")),
        )

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        """Set all four, once it is known what they measure. Raises ValueError."""
        if instance.metric_id is None:
            return
        amount = self.clean(row)
        for name in ("value", "high", "unit", "qualifier"):
            setattr(instance, name, getattr(amount, name))


class Read(Field):
    """The source by what the row says of it, recorded where there is none such."""

    def clean(self, row: Any, **kwargs: Any) -> Source:
        """One that is there, or a new one, not saved yet. Raises ValueError."""
        said = said_of_source(row)
        if not said["title"]:
            raise ValueError("Name the source of the figure.")
        found = list(Source.objects.filter(**said).order_by("pk")[:2])
        if len(found) > 1 and len(said) < len(OF_SOURCE):
            raise ValueError("More than one source is called so: give publisher and source_url.")
        return found[0] if found else Source(**said)

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        """Set it, unless the figure's own fits. Raises ValueError."""
        if instance.source_id and all(
            getattr(instance.source, k) == v for k, v in said_of_source(row).items()
        ):
            return
        source = self.clean(row)
        if source.pk is None:
            _record(source)
            aside(instance)["recorded"] = source
        instance.source = source


def said_of_source(row: Any) -> dict[str, str]:
    """What the columns of a row that are there say of its source."""
    return {name: row[column].strip() for column, name in OF_SOURCE.items() if column in row}


def _record(source: Source) -> None:
    """Save a source that a row names first. Raises ValueError."""
    alike = Source.objects.filter(url=source.url).first() if source.url else None
    if alike:
        raise ValueError(f"The source with this address is called “{alike}”: name it so.")
    try:
        source.full_clean()
    except ValidationError as reason:
        raise ValueError(" ".join(reason.messages)) from reason
    source.save()


METRIC = Field("metric", "metric", Named(Metric, "code"))


class FactResource(Resource):
    """Figures that stand. One is found by what it speaks of, where it was read, and in what unit."""

    subject_kind = Field("subject__kind", "subject_kind", Text(), readonly=True)
    subject = Subject("subject", "subject", Named(Record, "slug"))
    metric = METRIC
    value = Value("value", "value", Number())
    high = Field("high", "high", Number(), readonly=True)
    unit = Field("unit", "unit", Text(), readonly=True)
    qualifier = Field("qualifier", "qualifier", Text(), readonly=True)
    source = Read("source", "source", Named(Source, "title"))
    publisher = Field("source__publisher", "publisher", Text(), readonly=True)
    source_url = Field("source__url", "source_url", Text(), readonly=True)
    scope = Field("scope", "scope", Named(Scope, "name", optional=True))

    class Meta:
        model = Fact
        import_id_fields = ("subject_kind", "subject", "metric", "value", "as_of", "source")
        fields = (
            *("subject_kind", "subject", "metric", "value", "high", "unit", "qualifier"),
            *("as_of", "as_of_words", "nature", "disputed", *OF_SOURCE, "quotation"),
            *("scope", "dimensions", "review_after"),
        )

    def before_import(self, dataset: Table, **kwargs: Any) -> None:
        """Have a list for the sources that are recorded with the figures. Raises FileRefused."""
        self.recorded: list[Source] = []
        super().before_import(dataset, **kwargs)

    def notes(self) -> list[str]:
        """The sources that are recorded with the figures."""
        return [f"A new source is recorded: {source}." for source in self.recorded]

    def identity(self, row: Any) -> dict[str, Any]:
        """What finds a row's figure. Raises ValueError."""
        metric, amount = self.fields["metric"].clean(row), self.fields["value"].clean(row)
        told = dimensions.parse(row.get("dimensions", ""), metric.dimension_names)
        as_of = row["as_of"].strip()
        return {
            "subject": self.fields["subject"].clean(row),
            "metric": metric,
            "unit": amount.unit,
            "scope": self.fields["scope"].widget.clean(row.get("scope", "")),
            "dimensions": dimensions.written(told),
            "as_of": dates.parse(as_of).edtf if as_of else "",
            **{f"source__{name}": said for name, said in said_of_source(row).items()},
        }

    def told_apart_by(self, row: Any) -> Hashable:
        """What finds its figure; a row that cannot be read is like no other."""
        try:
            self.found_by = self.identity(row)
        except ValueError:
            self.found_by = {}
            return id(row)
        return tuple(self.found_by.values())

    def get_instance(self, instance_loader: Any, row: Any) -> Fact | None:
        """The figure that says the same, also one that was superseded or withdrawn since; else the one that stands."""
        if not self.found_by:
            return None
        amount = self.fields["value"].clean(row)
        alike: list[Fact] = list(
            Fact.objects.filter(**self.found_by)
            .select_related("subject", "metric", "source", "scope", "successor")
            .select_for_update(of=("self",))
            .order_by("pk")
        )
        same = [fact for fact in alike if _says(fact, amount)]
        standing = [fact for fact in alike if not hasattr(fact, "successor") and fact.withdrawn_at is None]
        return next(iter(same or standing), None)

    def validate_instance(
        self, instance: Fact, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Ask the rules of figures, once every cell can be read: what follows from one that cannot is no help."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        super().validate_instance(instance, None, validate_unique)

    def before_save_instance(self, instance: Fact, row: Any, **kwargs: Any) -> None:
        """Refuse to change what is held; note who recorded what is new. Raises ValidationError."""
        if instance.held_from:
            held = Fact.objects.get(pk=instance.pk)
            raise ValidationError(
                f"Something relies on this figure, which the ledger holds as “{held.shown}”: supersede it on its "
                f"own page (number {held.pk}), a file does not change it."
            )
        if instance._state.adding:
            instance.recorded_by = kwargs.get("user")
        if source := aside(instance).get("recorded"):
            self.recorded.append(source)

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        """The figures of a list that stand, with all that a row needs in the same query."""
        return queryset.current().select_related("subject", "metric", "source", "scope")


def _says(fact: Fact, amount: Amount) -> bool:
    return (fact.value, fact.high, fact.qualifier) == (amount.value, amount.high, amount.qualifier)


class Listed(Resource):
    """Rows that are saved as their form saves them."""

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Tell the log, for pages that name it."""
        tell(instance._meta.model_name, instance.pk)


class SourceResource(Listed):
    """Sources. One is found by title, publisher and address."""

    class Meta:
        model = Source
        import_id_fields = ("title", "publisher", "url")
        fields = (*import_id_fields, "archived_url", "published", "accessed", "language")


class MetricResource(Listed):
    """Metrics."""

    class Meta:
        model = Metric
        import_id_fields = ("code",)
        fields = ("code", "name", "unit", "definition", "higher_is_better", "by_length", "dimensions")

    def after_save_instance(self, instance: Metric, row: Any, **kwargs: Any) -> None:
        """Have its figures follow."""
        super().after_save_instance(instance, row, **kwargs)
        follow(instance)


class ScopeResource(Listed):
    """Scopes."""

    class Meta:
        model = Scope
        import_id_fields = ("name",)
        fields = ("name",)
