"""By what source each value of a record stands, for programs."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from companies.models import SOURCED, Record
from companies.sourcing import Given, given


class ValueSourceSerializer(serializers.Serializer[Given]):
    """The source of one value."""

    value = serializers.CharField(source="column", help_text="The name of the value in this answer.")
    title = serializers.CharField(help_text="What it is called, or empty.")
    url = serializers.CharField(help_text="An address, or empty.")
    checked_on = serializers.DateField(allow_null=True, help_text="Null where it is what somebody said.")
    said_on = serializers.DateField(
        allow_null=True, help_text="The day of a release claim that set the value."
    )
    of_this_value = serializers.BooleanField(help_text="False where it was given for an earlier value.")


class SourcedSerializer[R: Record](serializers.ModelSerializer[R]):
    """A record with the sources of those of its values that are given here and not empty."""

    #: What the API calls a value where that is not its column.
    CALLED: Mapping[str, str] = {}

    sources = serializers.SerializerMethodField(help_text="By what source each value stands.")

    @extend_schema_field(ValueSourceSerializer(many=True))
    def get_sources(self, record: Any) -> Any:
        """Of what is given here: what is private has no source here either."""
        names = {column: self.CALLED.get(column, column) for column in SOURCED[record.kind]}
        shown = [
            column for column, name in names.items() if name in self.fields and self._shows(name, record)
        ]
        found = [source for source in given(record, shown).values() if source]
        named: Any = [source._replace(column=names[source.column]) for source in found]
        return ValueSourceSerializer(named, many=True).data

    def _shows(self, name: str, record: Any) -> bool:
        field = self.fields[name]
        value = field.get_attribute(record)
        return value is not None and bool(field.to_representation(value))
