"""What an import of records does: finds each by its slug, holds it against every rule, saves it as its form would.

A column that the file does not have leaves values as they are; an empty cell empties the value. A file is
imported whole or not at all.
"""

from collections.abc import Hashable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from import_export.fields import Field
from import_export.resources import ModelResource

from changes import log
from changes.addresses import AddressTaken
from changes.admin import tell
from companies import dates, indexing, releases
from companies.exchange.cells import Aliases, Column, Listings, aside, column
from companies.exchange.files import ABSENT, FileRefused, Table
from companies.exchange.own_rows import SAVED_BY
from companies.exchange.results import Changes, Result
from companies.exchange.source_cells import Sources, SourcesColumn
from companies.models import (
    KINDS,
    AIModel,
    Company,
    Market,
    ModelFamily,
    Ownership,
    Product,
    ReleaseClaim,
)


class Resource(ModelResource):
    """What all tables share."""

    class Meta:
        use_transactions = True
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: Any, readonly: bool) -> Field:
        """The column of a field of the model."""
        return column(field_name, django_field)

    @classmethod
    def get_result_class(cls) -> type[Result]:
        """Ours, which counts rows as the file does."""
        return Result

    @classmethod
    def get_diff_class(cls) -> type[Changes]:
        """Ours, which keeps the columns that differ."""
        return Changes

    @classmethod
    def get_display_name(cls) -> str:
        """What its rows are, for lists that offer several."""
        return str(cls._meta.model._meta.verbose_name_plural).capitalize()

    def get_import_order(self) -> list[str]:
        """The columns in the order in which they are named."""
        return list(self._meta.fields)

    get_export_order = get_import_order

    def import_data_inner(self, dataset: Table, *args: Any, **kwargs: Any) -> Result:
        """Import, and note how rows are counted and which columns are not known."""
        self.seen: dict[Hashable, int] = {}
        result: Result = super().import_data_inner(dataset, *args, **kwargs)
        result.numbers = dataset.numbers
        keys = [
            dataset.headers.index(name) for name in self.get_import_id_fields() if name in dataset.headers
        ]
        result.names = [" · ".join(filter(None, (row[key] for key in keys))) for row in dataset]
        result.notes = self.notes()
        result.unknown = [name for name in dataset.headers if name not in self.fields]
        return result

    def before_import(self, dataset: Table, **kwargs: Any) -> None:
        """Refuse a file that does not say which record a row is about. Raises FileRefused."""
        self.numbers = dataset.numbers
        for name in self.get_import_id_fields():
            if name not in dataset.headers:
                raise FileRefused(f"The column “{name}” is missing: it says which record a row is about.")

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """Leave out what the row does not give; refuse one about the same record as an earlier row."""
        for name in [name for name in row if row[name] is ABSENT]:
            del row[name]
        missing = [name for name in self.get_import_id_fields() if name not in row]
        if missing:
            raise ValidationError({missing[0]: "It is missing here: it says which record the row is about."})
        number = self.numbers[kwargs["row_number"] - 1]
        if (first := self.seen.setdefault(self.told_apart_by(row), number)) != number:
            raise ValidationError(f"Row {first} is about the same.")

    def notes(self) -> list[str]:
        """What an import does besides, a sentence each."""
        return []

    def told_apart_by(self, row: Any) -> Hashable:
        """What no two rows of a file may share."""
        return tuple(row[name].strip() for name in self.get_import_id_fields())

    def identity(self, row: Any) -> dict[str, Any]:
        """What finds a row's record. Raises ValueError."""
        return {name: self.fields[name].clean(row) for name in self.get_import_id_fields()}

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        """The record of a row, or None; what cannot be read is refused with its column later."""
        try:
            return self.get_queryset().filter(**self.identity(row)).first()
        except ValueError:
            return None

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        """Whether a row changes nothing."""
        if import_validation_errors or instance._state.adding:
            return False
        return all(field.export(instance) == field.export(original) for field in self.get_import_fields())

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """Save; of two who do so at once the second is told. Raises ValidationError."""
        try:
            with transaction.atomic():
                instance.save()
        except IntegrityError as reason:
            raise ValidationError("Somebody else saved the same just now. Import again.") from reason

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        """What a list shows, with all that a row needs; the number of queries is the same for any list."""
        many = [name for name in self._meta.fields if isinstance(self.fields[name], Column)]
        fields = [self._meta.model._meta.get_field(name) for name in self._meta.fields if name not in many]
        one = [field.name for field in fields if isinstance(field, models.ForeignKey)]
        queryset = queryset.select_related(*one) if one else queryset
        return queryset.prefetch_related(*many)


NAMES = ("slug", "name", "native_name", "native_language", "aliases")
SHARED = (
    *("description", "cased", "meant_by_bare_name", "published_from", "checked_on", "checked_against"),
    "sources",  # last: of the values as the columns before give them
)


class RecordResource(Resource):
    """What the five kinds share: a slug, other names, and what follows when one is saved."""

    aliases = Column("aliases", "aliases", Aliases())
    sources = SourcesColumn("sources", "sources", Sources())

    class Meta:
        import_id_fields = ("slug",)

    def init_instance(self, row: Any = None) -> Any:
        """A record of this kind, which rules ask for before it is saved."""
        return self._meta.model(kind=KINDS[self._meta.model])

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        """Note what decides what follows."""
        self.before = self._telling(instance)

    @staticmethod
    def _telling(instance: Any) -> tuple[Any, Any]:
        return instance.published_from, (instance.cased, instance.meant_by_bare_name)

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Save what lies in other tables and do what the form does. Raises ValidationError."""
        for name, values in aside(instance).items():
            if name in SAVED_BY:
                SAVED_BY[name](instance, values)
            else:
                getattr(instance, name).set(values)
        try:
            indexing.saved(instance)
        except AddressTaken as reason:
            raise ValidationError({"slug": str(reason)}) from reason
        published, meant = self._telling(instance)
        if self.before[0] and not published:
            log.hidden(instance.kind, instance.pk)
        if published != self.before[0]:
            tell(instance.kind, instance.pk)
        if meant != self.before[1]:
            indexing.names_changed(instance)


class CompanyResource(RecordResource):
    """Companies."""

    listings = Column("listings", "listings", Listings())

    class Meta:
        model = Company
        fields = (
            *NAMES,
            *("sort", "country", "seat", "founded", "founded_words", "website", "wikidata", "listings"),
            *SHARED,
        )


class ProductResource(RecordResource):
    """Products."""

    class Meta:
        model = Product
        fields = (*NAMES, "owner", "what", "powered_by", "website", *SHARED)


class FamilyResource(RecordResource):
    """Model families."""

    class Meta:
        model = ModelFamily
        fields = (*NAMES, "developer", "what", *SHARED)


class ModelRecordResource(RecordResource):
    """Models; one that follows another of the same file is saved after it."""

    class Meta:
        model = AIModel
        fields = (
            *NAMES,
            *(
                "developer",
                "family",
                "version",
                "predecessor",
                "takes",
                "gives",
                "licence",
                "openness",
                "weights",
            ),
            *("status", "announced", "announced_words", "released", "released_words"),
            *SHARED,
        )

    def before_import(self, dataset: Table, **kwargs: Any) -> None:
        """Put predecessors first. Raises FileRefused."""
        super().before_import(dataset, **kwargs)
        if "predecessor" not in dataset.headers:
            return
        slug, before = dataset.headers.index("slug"), dataset.headers.index("predecessor")
        follows = {row[slug]: row[before] for row in dataset}
        steps = [_steps(row[slug], follows) for row in dataset]
        dataset.reorder(sorted(range(len(steps)), key=steps.__getitem__))


def _steps(slug: str | None, follows: dict[str | None, str | None]) -> int:
    """How many models of the file come before one."""
    passed: set[str | None] = set()
    while slug in follows and slug not in passed:
        passed.add(slug)
        slug = follows[slug]
    return len(passed)


class MarketResource(RecordResource):
    """Markets."""

    class Meta:
        model = Market
        fields = (*NAMES, "country", *SHARED)


class OwnershipResource(Resource):
    """Ties between companies. One is found by both companies, its type and when it began."""

    class Meta:
        model = Ownership
        import_id_fields = ("owner", "owned", "type", "since")
        fields = ("owner", "type", "owned", "share", "since", "since_words", "until", "until_words", "source")

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Tell the log for both companies' pages."""
        for company in (instance.owner, instance.owned):
            tell("company", company.pk)


class ClaimResource(Resource):
    """Release claims of the models of a list. They are added, never edited: one with any other value is another."""

    class Meta:
        model = ReleaseClaim
        import_id_fields = ("model", "status", "window", "claimed_on", "claimed_by", "source")
        fields = (*import_id_fields[:3], "window_words", *import_id_fields[3:])

    def identity(self, row: Any) -> dict[str, Any]:
        """All of it. Raises ValueError."""
        written = row["window"].strip()
        words = dates.parse(written).words if written else ""
        return super().identity(row) | {"window_words": words or row.get("window_words", "").strip()}

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """Add it through the verb, which sets the record and tells the log whether it slipped."""
        said = releases.claim(
            instance.model,
            status=instance.status,
            window=instance.window,
            words=instance.window_words,
            claimed_on=instance.claimed_on,
            claimed_by=instance.claimed_by,
            source=instance.source,
        )
        instance.pk, instance._state.adding = said.pk, False

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        """The claims of the models that a list shows."""
        return ReleaseClaim.objects.filter(model__in=queryset.order_by().values("pk")).select_related("model")
