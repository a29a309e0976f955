"""What may be given of an object, checked as its form in the admin checks it, and what it is told as.

A subclass of `Writing` says in `keep` which verb saves it: the one that the admin calls.
"""

import copy
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.urls import reverse
from rest_framework import serializers
from rest_framework.fields import empty

from api.given import OF_COLUMNS, REQUIRED, SAID, Choice, Ref
from api.models import Token
from api.references import page
from api.scopes import demand_scope

#: What an error is called that is about no one field.
WHOLE = "body"


def as_given(error: ValidationError, names: Mapping[str, str] | None = None) -> serializers.ValidationError:
    """What the rules of a row say is wrong, for whoever gave its values; names: of columns, as they are given."""
    said = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    called = {NON_FIELD_ERRORS: WHOLE} | dict(names or {})
    return serializers.ValidationError({called.get(name, name): words for name, words in said.items()})


def named_by_field(said: Any) -> Any:
    """What is wrong, with what is about the whole of a field under the field's own name."""
    if not isinstance(said, dict):
        return [named_by_field(one) for one in said] if isinstance(said, list) else said
    if said.keys() == {"non_field_errors"}:
        return said["non_field_errors"]
    return {WHOLE if name == "non_field_errors" else name: named_by_field(one) for name, one in said.items()}


class AsForm(NamedTuple):
    """A save as the admin's classes know it: the row, what it was where that was given anew, and what differs."""

    instance: Any
    initial: dict[str, Any]
    changed_data: list[str]


class Known(serializers.Serializer[Any]):
    """What may be given. Names that are not known, or are told and not asked for, are refused: nothing is left
    out in silence."""

    default_error_messages = {**SAID, "invalid": "Give an object, with a field for each thing you say."}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The values by their names. Raises ValidationError."""
        if isinstance(data, dict) and (
            wrong := {name: said for name in data if (said := self._why_not(name))}
        ):
            raise serializers.ValidationError(wrong)
        found: dict[str, Any] = super().to_internal_value(data)
        return found

    def _why_not(self, name: str) -> list[str]:
        field = self.fields.get(name)
        if field is None:
            choice = ", ".join(name for name, field in self.fields.items() if not field.read_only)
            return [f"There is no such field. Give only: {choice}."]
        return ["This follows from the rest and is not given."] if field.read_only else []


class Parts(serializers.ListSerializer[Any]):
    """A list of objects within another."""

    default_error_messages = {
        **SAID,
        "not_a_list": "Give a list of objects.",
        "max_length": "Give at most {max_length}.",
    }


class Part(Known):
    """An object within another. It is given whole, also where of the other only some is given."""

    class Meta:
        list_serializer_class = Parts

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The values by their names, with what stands for those that are left out. Raises ValidationError."""
        found = super().to_internal_value(data)
        usual = {name: field.default for name, field in self.fields.items() if field.default is not empty}
        if missing := [str(name) for name in self.fields if name not in {*found, *usual}]:
            raise serializers.ValidationError({name: [REQUIRED] for name in missing})
        return usual | found


class Told(serializers.ModelSerializer[Any]):
    """An object of the staff, with its addresses: here, its page, and its form in the admin."""

    self = serializers.SerializerMethodField("get_self", help_text="Its address here.")
    url = serializers.SerializerMethodField(help_text="Its page, once readers see it.")
    admin_url = serializers.SerializerMethodField(help_text="Its page in the admin.")

    def get_self(self, row: Any) -> str:
        """Where it is read here."""
        return page(reverse(f"api:{self.context['view'].basename}-detail", args=[row.pk]))

    def get_url(self, row: Any) -> str:
        """Where readers see it."""
        return page(row.get_absolute_url())

    def get_admin_url(self, row: Any) -> str:
        """Where people of the staff look after it."""
        return page(reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk]))


class Writing(Known, Told):
    """What may be given of an object, checked as its form in the admin checks it."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | OF_COLUMNS
    serializer_related_field = Ref
    serializer_choice_field = Choice
    #: Lists of which the order says nothing.
    unordered: frozenset[str] = frozenset()

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """Check the row as it would be: its fields, its rules and the database's."""
        model: Any = self.Meta.model
        row = copy.copy(self.instance) if self.instance is not None else model()
        self.fill(row, given)
        # Those that are not given here are nobody's fault; a form leaves them out too.
        left = [field.name for field in row._meta.concrete_fields if field.name not in self._names()]
        self.refuse(row, given, left)
        self.row = row
        return given

    def refuse(self, row: Any, given: dict[str, Any], left: list[str]) -> None:
        """Raise ValidationError, Django's or DRF's, for a row that must not be saved."""
        try:
            row.full_clean(exclude=left)
        except ValidationError as error:
            raise as_given(error, self._names()) from error

    def _names(self) -> dict[str, str]:
        """How the columns that may be given are called."""
        return {str(field.source): name for name, field in self.fields.items() if not field.read_only}

    def fill(self, row: Any, given: dict[str, Any]) -> None:
        """Give a row the values that are columns of its own."""
        own = self._own(row)
        for name, value in given.items():
            if name in own:
                setattr(row, name, value)

    def alters(self) -> bool:
        """Whether anything of what was given differs from what there is."""
        before, own = self.instance, self._own(self.row)
        if any(
            getattr(before, column.attname) != getattr(self.row, column.attname)
            for column in self.row._meta.concrete_fields
        ):
            return True
        lists = [
            field
            for field in self.fields.values()
            if field.source in self.validated_data and field.source not in own and not field.write_only
        ]
        return any(
            self._listed(field, self.validated_data[field.source])
            != self._listed(field, field.get_attribute(before))
            for field in lists
        )

    def _listed(self, field: Any, value: Any) -> list[Any]:
        told = field.to_representation(value)
        return sorted(told, key=str) if field.field_name in self.unordered else told

    def create(self, given: dict[str, Any]) -> Any:
        """Save a new one."""
        return self.keep(self.row, given)

    def refuse_publishing(self, given: dict[str, Any]) -> None:
        """Raise Forbidden where a time from which readers see it is given, and the token may not publish."""
        before = getattr(self.instance, "published_from", None)
        if "published_from" in given and given["published_from"] != before:
            demand_scope(self.context["request"], Token.Scope.PUBLISH)

    def update(self, instance: Any, given: dict[str, Any]) -> Any:
        """Save it changed."""
        return self.keep(self.row, given)

    def keep(self, row: Any, given: dict[str, Any]) -> Any:
        """Save a row that was found in order, with what belongs to it, by the verb of its kind."""
        raise NotImplementedError

    def as_form(self, row: Any, given: dict[str, Any]) -> AsForm:
        """What the admin's class for the kind is told of a save: as by a form of its own."""
        before = self.instance
        initial = {name: getattr(before, name) for name in given if name in self._own(row)} if before else {}
        changed = [name for name in given if name not in initial or initial[name] != getattr(row, name)]
        return AsForm(row, initial, changed)

    def _own(self, row: Any) -> set[str]:
        return {field.name for field in row._meta.concrete_fields}

    @property
    def by(self) -> User:
        """Who acts."""
        return cast(User, self.context["request"].user)
