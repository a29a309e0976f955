"""What stands in a column: values of a record as text that a person can type, and back."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from import_export.fields import Field
from import_export.widgets import Widget

from companies import dates
from companies.exchange.files import SEPARATOR
from companies.fields import FuzzyDateField
from companies.models import AIModel, Alias, Listing, Record

YEARS = range(1900, 2101)


class Text(Widget):
    """Text without the white space around it."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The text."""
        return value.strip()

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The text; nothing for what is not known."""
        return "" if value is None else str(value)


class Flag(Text):
    """Yes or no; empty is no."""

    MEANT: dict[str, bool | None] = {
        "yes": True,
        "true": True,
        "1": True,
        "no": False,
        "false": False,
        "0": False,
        "": False,
    }

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool | None:
        """Raises ValueError."""
        try:
            return self.MEANT[value.strip().lower()]
        except KeyError:
            raise ValueError(f"Write yes or no, not “{value:.60}”.") from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Yes or no."""
        return "yes" if value else "no"


class MaybeFlag(Flag):
    """Yes, no, or nothing where it is neither."""

    MEANT = Flag.MEANT | {"": None}

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Yes, no or nothing."""
        return "" if value is None else super().render(value)


class Choice(Text):
    """One of a list."""

    def __init__(self, field: Any) -> None:
        super().__init__()
        self.values = [value for value, _ in field.flatchoices if value]
        self.blank = field.blank

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Raises ValueError with the list."""
        chosen: str = value.strip()
        if chosen in self.values or (not chosen and self.blank):
            return chosen
        raise ValueError(f"“{chosen:.60}” is none of: {', '.join(self.values)}.")


class Day(Text):
    """A day, 2026-01-28."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        """Raises ValueError."""
        return _checked(date.fromisoformat, value, "a day such as 2026-01-28")


class Moment(Text):
    """A day and a time with its offset; without one it is meant in the newsroom's time zone."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> datetime | None:
        """Raises ValueError."""
        found = _checked(datetime.fromisoformat, value, "a time such as 2026-01-28T09:00+00:00")
        return timezone.make_aware(found) if found and timezone.is_naive(found) else found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """In UTC."""
        return value.astimezone(UTC).isoformat() if value else ""


def _checked(read: Any, value: str, such: str) -> Any:
    if not (text := value.strip()):
        return None
    try:
        found = read(text)
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise ValueError(f"“{text:.60}” is not {such}, between {YEARS[0]} and {YEARS[-1]}.")
    return found


class Number(Text):
    """A decimal number."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal | None:
        """Raises ValueError."""
        text = value.strip()
        if text and not re.fullmatch(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", text):
            raise ValueError(f"“{text:.60}” is not a number such as 33.5.")
        return Decimal(text) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """All its digits, without zeros that say nothing. (`normalize` would round to 28 digits.)"""
        if value is None:
            return ""
        digits = f"{value:f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits


class BySlug(Text):
    """A record, named by its slug."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Record | None:
        """Raises ValueError."""
        return _by_slug(self.model, value.strip()) if value.strip() else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The slug."""
        return value.slug if value else ""


def _by_slug(model: Any, slug: str) -> Record:
    found: Record | None = model.objects.with_slug(slug).first()
    if found is None:
        raise ValueError(f"There is no {model._meta.verbose_name} with the slug “{slug:.120}”.")
    return found


class Modalities(Text):
    """Several modalities in one cell."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        """Raises ValueError."""
        found = parts(value)
        for word in found:
            if word not in AIModel.Modality.values:
                raise ValueError(f"“{word:.60}” is none of: {', '.join(AIModel.Modality.values)}.")
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """With separators."""
        return f" {SEPARATOR} ".join(value or ())


def parts(cell: str) -> list[str]:
    """What stands between the separators; one after a backslash is a character like others."""
    pieces = re.findall(r"(?:[^\\|]|\\.|\\\Z)+", cell, re.DOTALL)
    read = (re.sub(r"\\([\\|])", r"\1", piece).strip() for piece in pieces)
    return list(dict.fromkeys(filter(None, read)))


def written(text: str) -> str:
    """A text as it may stand between separators."""
    return re.sub(r"([\\|])", r"\\\1", text)


class Column(Field):
    """A column whose value is kept aside until the record is saved: it lies in other tables."""

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        """Read the cell and keep it. Raises ValueError."""
        aside(instance)[self.attribute] = self.clean(row)

    def get_value(self, instance: Any) -> Any:
        """What is kept aside, else what is in the database."""
        if self.attribute in aside(instance):
            return aside(instance)[self.attribute]
        return list(getattr(instance, self.attribute).all()) if instance.pk else []


def aside(instance: Any) -> dict[str, Any]:
    """What an import read for a record and saves after it."""
    found: dict[str, Any] = instance.__dict__.setdefault("_aside", {})
    return found


class Slugs(Text):
    """Several records by their slugs."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Record]:
        """Raises ValueError."""
        return [_by_slug(self.model, slug) for slug in parts(value)]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """In the order of the alphabet, so that two files compare."""
        return f" {SEPARATOR} ".join(sorted(record.slug for record in value))


class Aliases(Text):
    """Other names in one cell, each with its kind and language: `豆包 (official, zh-Hans) | Dou Bao (former)`."""

    _WITH_KIND = re.compile(rf"(.*\S) *\(({'|'.join(Alias.Kind.values)})(?:, *([A-Za-z0-9-]+))?\)", re.DOTALL)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Alias]:
        """Aliases that belong to no record yet; without a kind one is an official name. Raises ValueError."""
        found: dict[str, Alias] = {}
        for part in parts(value):
            read = self._WITH_KIND.fullmatch(part)
            text, kind, language = read.groups() if read else (part, Alias.Kind.OFFICIAL, None)
            if text in found:
                raise ValueError(f"“{text:.60}” stands twice.")
            found[text] = Alias(text=text, kind=kind, language=language or "")
        return list(found.values())

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Each with its kind, in the order of the alphabet."""
        return f" {SEPARATOR} ".join(sorted(map(self._one, value)))

    @staticmethod
    def _one(alias: Alias) -> str:
        language = f", {alias.language}" if alias.language else ""
        return f"{written(alias.text)} ({alias.kind}{language})"


class Listings(Text):
    """Listings in one cell, with their times in EDTF: `XHKG 9988 | XNYS BABA (since 2014-09, until 2030)`."""

    _PART = re.compile(r"([^\s:]+)[\s:]+([^\s(]+)(?:\s*\((?:since ([^,()]+))?(?:, )?(?:until ([^,()]+))?\))?")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Listing]:
        """Listings that belong to no company yet. Raises ValueError."""
        found: dict[tuple[str, ...], Listing] = {}
        for part in parts(value):
            read = self._PART.fullmatch(part)
            if read is None:
                raise ValueError(f"“{part:.60}” is not an exchange and a ticker such as XHKG 9988.")
            exchange, ticker, *times = read.groups()
            since, until = (dates.parse(time).edtf if time else "" for time in times)
            if (exchange, ticker, since) in found:
                raise ValueError(f"“{part:.60}” stands twice.")
            found[exchange, ticker, since] = Listing(
                exchange=exchange, ticker=ticker, since=since, until=until
            )
        return list(found.values())

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """In the order of the alphabet, so that two files compare."""
        return f" {SEPARATOR} ".join(sorted(map(self._one, value)))

    @staticmethod
    def _one(listing: Listing) -> str:
        named = (("since", listing.since), ("until", listing.until))
        times = ", ".join(f"{name} {time}" for name, time in named if time)
        return f"{listing} ({times})" if times else str(listing)


class FuzzyDate(Field):
    """A fuzzy date, as EDTF or in words; the column `…_words` beside it has the source's own words."""

    def clean(self, row: Any, **kwargs: Any) -> str:
        """Canonical EDTF. Raises ValueError with the reason."""
        text = row[self.column_name].strip()
        return dates.parse(text).edtf if text else ""

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        """Set the four columns. Words of another date go, unless the file gives others."""
        name, text = self.attribute, row[self.column_name].strip()
        found = dates.parse(text) if text else None
        days = (found.earliest, found.latest) if found else (None, None)
        words = row.get(f"{name}_words")
        if found and found.words:
            words = found.words
        elif words is None:
            held = getattr(instance, f"{name}_earliest"), getattr(instance, f"{name}_latest")
            words = getattr(instance, f"{name}_words") if held == days else ""
        setattr(instance, name, found.edtf if found else "")
        setattr(instance, f"{name}_earliest", days[0])
        setattr(instance, f"{name}_latest", days[1])
        setattr(instance, f"{name}_words", words.strip())


def column(name: str, field: Any) -> Field:
    """The column for a field of a model."""
    if isinstance(field, FuzzyDateField):
        return FuzzyDate(name, name, Text())
    if isinstance(field, models.ManyToManyField):
        return Column(name, name, Slugs(field.related_model))
    # A date's words are set with the date.
    return Field(name, name, _widget(field), readonly=name.endswith("_words"))


def _widget(field: Any) -> Text:
    if isinstance(field, models.ForeignKey):
        return BySlug(field.related_model)
    if field.choices:
        return Choice(field)
    if isinstance(field, models.BooleanField) and field.null:
        return MaybeFlag()
    for kind, widget in WIDGETS.items():
        if isinstance(field, kind):
            return widget()
    return Text()


#: The first that fits: a field for a time is one for a day too.
WIDGETS: dict[type, type[Text]] = {
    models.BooleanField: Flag,
    models.DateTimeField: Moment,
    models.DateField: Day,
    models.DecimalField: Number,
    models.JSONField: Modalities,
}
