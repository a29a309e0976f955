"""Values as programs give them: of the kind that is asked for, or refused; nothing is guessed from another kind."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import empty

from api import values

YEARS = range(1970, 2101)
LARGEST = 2**63 - 1
LIKE_A_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BREAK = re.compile("[\t\n\r\x85\u2028\u2029]")
OF_THE_WEB = re.compile("https?://", re.IGNORECASE)
REQUIRED = "This has to be given."
#: What every kind of field says alike.
SAID = {"required": REQUIRED, "null": "This cannot be null."}


class Text(serializers.CharField):
    """A text."""

    default_error_messages = {
        **SAID,
        "invalid": "Give a text, in quotation marks.",
        "blank": "This cannot be empty.",
        "max_length": "Give at most {max_length} characters.",
        "surrogate": "There is half a character in this text.",
        "control": "There is a control character in this text. Take it out.",
    }

    def to_internal_value(self, data: Any) -> str:
        """The text itself, no number for one."""
        if not isinstance(data, str):
            self.fail("invalid")
        if LONE_SURROGATE.search(data):
            self.fail("surrogate")
        if CONTROL.search(data):
            self.fail("control")
        return super().to_internal_value(data)


class Line(Text):
    """A text in one line."""

    default_error_messages = {"break": "Give this in one line."}

    def to_internal_value(self, data: Any) -> str:
        """The text itself."""
        if isinstance(data, str) and BREAK.search(data.strip()):
            self.fail("break")
        return super().to_internal_value(data)


class Address(Line, serializers.URLField):
    """An address of the web."""

    default_error_messages = {"invalid": "Give an address that begins with https:// or http://."}

    def to_internal_value(self, data: Any) -> str:
        """The address."""
        found = super().to_internal_value(data)
        if found and not OF_THE_WEB.match(found):
            self.fail("invalid")
        return found


class Flag(serializers.BooleanField):
    """True or false."""

    default_error_messages = {**SAID, "invalid": "Give true or false."}

    def to_internal_value(self, data: Any) -> bool:
        """One of the two, no word or number for it."""
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


@extend_schema_field({"type": "string", "format": "date", "pattern": f"^{values.DAY_IN_NEWS}$"})
class Day(serializers.DateField):
    """A day of the calendar, from 1900 to 2199."""

    default_error_messages = {
        **SAID,
        "invalid": "Give a day of the calendar such as 2026-11-26.",
        "year": "Give a day from 1900 to 2199.",
    }

    def to_internal_value(self, data: Any) -> date:
        """The day."""
        if not isinstance(data, str) or not LIKE_A_DAY.fullmatch(data):
            self.fail("invalid")
        if not "1900" <= data[:4] <= "2199":
            self.fail("year")
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "format": "date-time", "pattern": f"^{values.MOMENT}$"})
class Moment(serializers.DateTimeField):
    """A time with its distance from UTC, of a year from 1970 to 2100."""

    default_error_messages = {
        **SAID,
        "invalid": "Give a time with its distance from UTC, such as 2026-11-26T09:30:00+00:00.",
        "year": "Give a time from 1970 to 2100.",
    }

    def to_internal_value(self, data: Any) -> datetime:
        """The moment in UTC. What says its distance from UTC says one moment, also when a clock is put back."""
        if not isinstance(data, str) or not MOMENT.fullmatch(data):
            self.fail("invalid")
        if int(data[:4]) not in YEARS:
            self.fail("year")
        try:
            given = datetime.fromisoformat(data.upper()).astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail("invalid")
        if given.year not in YEARS:
            self.fail("year")
        return given


class Choice(serializers.ChoiceField):
    """One of a few words."""

    default_error_messages = {**SAID, "invalid_choice": "Choose one of these: {choices}."}

    def to_internal_value(self, data: Any) -> Any:
        """The word."""
        if data == "" and self.allow_blank:
            return ""
        if not isinstance(data, str) or data not in self.choice_strings_to_values:
            words = ", ".join(str(word) or "(empty)" for word in self.choices)
            self.fail("invalid_choice", choices=words)
        return super().to_internal_value(data)


class Choices(serializers.ListField):
    """Some of a few words, each once."""

    default_error_messages = {
        **SAID,
        "not_a_list": "Give a list of words.",
        "max_length": "Give at most {max_length}.",
        "twice": "“{word}” stands there twice.",
    }

    def __init__(self, choices: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(child=Choice(choices=choices), max_length=len(choices), **kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        """The words."""
        found: list[Any] = super().to_internal_value(data)
        if twice := next((word for word in found if found.count(word) > 1), None):
            self.fail("twice", word=twice)
        return found


def _id_of(data: Any) -> int | None:
    """A whole number, also as 12.0, which JSON does not tell from 12; None for anything else."""
    if type(data) is float and data.is_integer():
        data = int(data)
    return data if type(data) is int and 1 <= data <= LARGEST else None


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": LARGEST})
class Id(serializers.IntegerField):
    """The id of what may be of several kinds."""

    default_error_messages = {**SAID, "invalid": "Give the id, a whole number such as 12."}

    def to_internal_value(self, data: Any) -> int:
        """The id, no text for one."""
        pk = _id_of(data)
        if pk is None:
            self.fail("invalid")
        return pk


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": LARGEST})
class Ref(serializers.PrimaryKeyRelatedField):
    """An object by its id."""

    default_error_messages = {
        **SAID,
        "incorrect_type": "Give the id, a whole number such as 12.",
        "does_not_exist": "There is none with the id {pk_value}.",
    }

    def use_pk_only_optimization(self) -> bool:
        """Nothing else of it is shown."""
        return True

    def run_validation(self, data: Any = empty) -> Any:
        """As it is given: Django REST framework takes an empty text for null."""
        if data == "":
            self.fail("incorrect_type")
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> models.Model:
        """The object."""
        pk = _id_of(data)
        if pk is None:
            self.fail("incorrect_type")
        found: models.Model = super().to_internal_value(pk)
        return found


@extend_schema_field(
    {
        "type": "array",
        "items": {"type": "integer", "minimum": 1, "maximum": LARGEST},
        "maxItems": 50,
        "uniqueItems": True,
    }
)
class Refs(serializers.Field[list[Any], Any, list[int], Any]):
    """Objects by their ids, in order; fetched by one query."""

    MOST = 50
    default_error_messages = {
        **SAID,
        "invalid": "Give a list of ids, whole numbers such as [12, 7].",
        "most": "Give at most 50.",
        "missing": "There is none with the id {id}.",
        "twice": "The id {id} stands there twice.",
    }

    def __init__(self, queryset: models.QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.queryset = queryset

    def to_internal_value(self, data: Any) -> list[Any]:
        """The objects in the order given."""
        if not isinstance(data, list) or None in (ids := [_id_of(one) for one in data]):
            self.fail("invalid")
        if len(data) > self.MOST:
            self.fail("most")
        found = self.queryset.in_bulk(ids) if ids else {}
        for at, pk in enumerate(ids):
            if pk not in found:
                self.fail("missing", id=pk)
            if pk in ids[:at]:
                self.fail("twice", id=pk)
        return [found[pk] for pk in ids]

    def to_representation(self, value: Any) -> list[int]:
        """The ids."""
        rows: Sequence[Any] = value.all() if hasattr(value, "all") else value
        return [row.pk for row in rows]


#: What stands for each kind of column in `api.staff.Writing`.
OF_COLUMNS: dict[type[models.Field], type[serializers.Field]] = {
    models.CharField: Line,
    models.TextField: Text,
    models.SlugField: Line,
    models.URLField: Address,
    models.BooleanField: Flag,
    models.DateField: Day,
    models.DateTimeField: Moment,
}
