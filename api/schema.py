"""What the API's schema says of every operation: a summary, its parameters, and the errors that it may answer with."""

import json
import re
from pathlib import Path
from typing import Any

from django.core.validators import RegexValidator
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_doc
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers

from api import choosing
from api.accepting import JSON, MARKDOWN, page_of
from api.given import Line, Text
from api.problems import MEDIA_TYPE
from api.references import ReferenceField, ReferenceSerializer, TypeField
from api.resources import RESOURCES


@extend_schema_field({"type": "object", "additionalProperties": True})
class AnythingField(serializers.JSONField):
    """An object of whatever kind."""


class FindingSerializer(serializers.Serializer[Any]):
    """What the checklist found."""

    code = serializers.CharField(help_text="Which check.")
    weight = serializers.ChoiceField(choices=["demanded", "required", "advised"])
    sentence = serializers.CharField(help_text="What is to be done.")
    field = serializers.CharField(help_text="Which field it is about, or empty.")
    place = serializers.CharField(help_text="Where in the text, or empty.")


class AlreadySerializer(serializers.Serializer[Any]):
    """A fact that the ledger has."""

    id = serializers.IntegerField()
    self = serializers.CharField(help_text="Its address among those of the staff.")
    url = serializers.CharField(help_text="Its page, once readers see it.")
    shown = serializers.CharField(help_text="Its value as readers see it.")
    contradicts = serializers.BooleanField(help_text="Whether it says something else.")


class WhereSerializer(serializers.Serializer[Any]):
    """Where something is to be read."""

    url = serializers.CharField(help_text="Its page.")
    self = serializers.CharField(help_text="The same for programs.")


class ProblemSerializer(serializers.Serializer[Any]):
    """Why there is no better answer (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]  # hides what only input needs
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="What is wrong with each parameter, or with each field of what was sent.",
    )
    current = AnythingField(required=False, help_text="Of 412: what it is by now.")
    findings = FindingSerializer(
        many=True, required=False, help_text="Of 422: what the checklist requires before it is published."
    )
    already = AlreadySerializer(
        many=True, required=False, help_text="Of 409: the facts that speak of the same time."
    )
    answered = WhereSerializer(required=False, help_text="Of 409: the question with its answer.")


_CONTROL, _BREAK = r"\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F", r"\t\n\r\u0085\u2028\u2029"
#: What `api.given` demands of texts, as JSON Schema writes it.
NO_CONTROL = f"^[^{_CONTROL}]*$"
ONE_LINE = f"^[{_BREAK} ]*[^{_CONTROL}{_BREAK}]*[{_BREAK} ]*$"


class References(OpenApiSerializerFieldExtension):
    """A reference in the schema: the small object or, where it can be expanded, the whole one."""

    target_class = ReferenceField

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        """The schema of the field."""
        field: ReferenceField = self.target
        shapes: list[Any] = [*(RESOURCES[name].shape for name in field.lists), ReferenceSerializer]
        either: Any = {"anyOf": [auto_schema.resolve_serializer(shape, direction).ref for shape in shapes]}
        if field.many:
            return {"type": "array", "items": either}
        return {"anyOf": [*either["anyOf"], {"type": "null"}]} if field.allow_null else either


class Types(OpenApiSerializerFieldExtension):
    """What an object is, in the schema."""

    target_class = TypeField

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        """One word."""
        return {"type": "string", "const": self.target.said}


class Texts(OpenApiSerializerFieldExtension):
    """A text of the staff’s: no control characters, and in a line no breaks but around it."""

    target_class = Text
    match_subclasses = True

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        """The schema of the field, with the pattern where it has none."""
        found: dict[str, Any] = auto_schema._map_serializer_field(
            self.target, direction, bypass_extensions=True
        )
        # That it may be null is said of it once more by whoever asks.
        one = {"pattern": ONE_LINE if isinstance(self.target, Line) else NO_CONTROL}
        return one | found | {"type": "string"}


def _header(name: str, about: str, pattern: str, *, required: bool = False) -> OpenApiParameter:
    shape = {"type": "string", "pattern": pattern}
    return OpenApiParameter(name, shape, OpenApiParameter.HEADER, required=required, description=about)


KEY = _header(
    "Idempotency-Key",
    "Asked again with it, the request is answered the same.",
    "^[!-~]([ -~]{0,253}[!-~])?$",
)
TAG = _header(
    "If-Match",
    "The ETag of what is changed, as it was given.",
    r'^(\*|(W/)?"[!#-~]*"(, ?(W/)?"[!#-~]*")*)$',
    required=True,
)


class Narrowed(DjangoFilterExtension):
    """What lists are narrowed by, in the schema: with the words about each, and what it must look like."""

    target_class = "api.narrowing.StrictFilters"
    priority = 1

    def resolve_filter_field(self, auto_schema: Any, model: Any, filterset: Any, name: str, one: Any) -> Any:
        """The parameter; `looks` of a filter says what else is demanded of its values."""
        found: list[dict[str, Any]] = super().resolve_filter_field(auto_schema, model, filterset, name, one)
        for parameter in found:
            if said := one.extra.get("help_text"):
                parameter["description"] = said
            if longest := one.extra.get("max_length"):
                parameter["schema"]["maxLength"] = longest
            for demand in one.extra.get("validators", ()):
                if isinstance(demand, RegexValidator):
                    parameter["schema"]["pattern"] = _as_in_json(demand.regex)
            looks: dict[str, Any] = getattr(one, "looks", {})
            parameter["schema"] = looks if "type" in looks else parameter["schema"] | looks
        return found


def _as_in_json(demanded: str | re.Pattern[str]) -> str:
    return re.compile(demanded).pattern.replace(r"\A", "^").replace(r"\Z", "$")


class Described(AutoSchema):
    """Operations described by the docstrings: a list by its view's, one thing by its serializer's."""

    view: Any

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular has it
        """The docstring of what is answered."""
        if getattr(self.view, "action", "") == "retrieve":
            return get_doc(self.view.get_serializer_class())
        if getattr(self.view, "action", "") == "list" and hasattr(self.view, "field_names"):
            return get_doc(type(self.view))
        return super().get_description()

    def get_summary(self) -> str:
        """The description's first sentence."""
        return self.get_description().split(".")[0]

    def get_override_parameters(self) -> list[Any]:
        """What every object can be asked by."""
        if getattr(self.view, "action", "") not in {"list", "retrieve"} or not hasattr(
            self.view, "field_names"
        ):
            return []
        whole = self.view.action == "retrieve"
        chosen = {
            "fields": ("Only these fields, besides id and self.", self.view.field_names(whole=whole)),
            "expand": ("Put these whole in the place of references.", _paths(self.view)),
        }
        return [
            OpenApiParameter(
                name,
                {
                    "type": "array",
                    "minItems": 1,
                    "uniqueItems": True,
                    "items": {"type": "string", "enum": words},
                },
                description=about,
                style="form",
                explode=False,
            )
            for name, (about, words) in chosen.items()
            if words
        ]

    def get_response_serializers(self) -> Any:
        """The answer and the problems: a wrong parameter, a thing that there is not."""
        view, of_list = self.view, self.view.action == "list"
        statuses = [
            400,
            404,
            406,
            *([409] if of_list else [410] if getattr(view, "may_be_gone", False) else []),
        ]
        problems = {(status, MEDIA_TYPE): ProblemSerializer for status in statuses}
        told: dict[Any, Any] = {200: super().get_response_serializers()}
        if not of_list and page_of(re.sub(r"{\w+}", "x", self.path), ""):
            told = {(200, JSON): told[200], (200, MARKDOWN): OpenApiTypes.STR}
        return told | problems


def _paths(view: Any) -> list[str]:
    """What can be expanded, a step and two steps deep."""
    paths = []
    for name in view.related():
        beyond = view.beyond(name)
        paths += [name, *(f"{name}.{further}" for further in (beyond.related() if beyond else ()))]
    return paths


#: What each kind of parameter that a list is narrowed by must look like; `StrictFilters` and the filters demand it.
PATTERNS = {
    None: r"^[^\u0000]*[^\s\u0000][^\u0000]*$",  # not empty, without a null character
    "date": r"^(19[7-9][0-9]|20[0-9]{2})-",
    "date-time": r"^(19[7-9][0-9]|20[0-9]{2})-",
}


def require_words(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say of each parameter that a list is narrowed by what it must look like."""
    for operations in result["paths"].values():
        for parameter in operations.get("get", {}).get("parameters", ()):
            schema = parameter["schema"]
            if parameter["in"] == "query" and schema.get("type") == "string" and "enum" not in schema:
                schema.setdefault("pattern", PATTERNS[schema.get("format")])
    return result


def refuse_more(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say of each object that is sent that it holds nothing else: names that are not known are refused."""
    for name, shape in result["components"]["schemas"].items():
        if name.endswith("Request"):
            shape["additionalProperties"] = False
    return result


def tell_of_expansions(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say of each object what only stands in it where it is expanded."""
    schemas = result["components"]["schemas"]
    for resource in RESOURCES.values():
        for name, relation in resource.related().items():
            if relation.of is None:
                continue
            [whole] = (_called(RESOURCES[one].shape) for one in relation.lists)
            for shape in {_called(resource.shape), _called(resource.whole)} & schemas.keys():
                schemas[shape]["properties"].setdefault(
                    name,
                    {
                        "type": "array",
                        "items": {"$ref": f"#/components/schemas/{whole}"},
                        "description": "Only where it is expanded.",
                    },
                )
    return result


def _called(shape: Any) -> str:
    return str(shape.__name__.removesuffix("Serializer"))


def leave_to_choice(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say of each object of a list that `fields` may leave out all but which object it is."""
    for resource in RESOURCES.values():
        for shape in {resource.shape, resource.whole}:
            if found := result["components"]["schemas"].get(_called(shape)):
                found["required"] = [field for field in found["properties"] if field in choosing.ALWAYS]
    return result


#: What each operation was sent and answered, of the demonstration: `make examples`.
EXAMPLES = Path(__file__).with_name("examples.json")


def with_examples(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Show at each operation what it is sent and what it answers."""
    examples = json.loads(EXAMPLES.read_text()) if EXAMPLES.exists() else {}
    for methods in result["paths"].values():
        for operation in methods.values():
            if not (example := examples.get(operation["operationId"])):
                continue
            answer = operation["responses"].get(example["status"], {})
            for part, value in (
                (operation.get("requestBody", {}), example["request"]),
                (answer, example["response"]),
            ):
                if value is not None and (content := part.get("content", {}).get("application/json")):
                    content["examples"] = {"demo": {"value": value}}
    return result


def say_any_of(result: Any, **_: Any) -> Any:
    """What may be one of several may be any: the empty text is an address to those who look at no format.

    A pattern that takes the empty text says so itself.
    """
    if isinstance(result, dict):
        told = {"anyOf" if key == "oneOf" else key: say_any_of(part) for key, part in result.items()}
        match told:
            case {"anyOf": [{"pattern": str(pattern)} as text, {"maxLength": 0}]} if pattern in (
                NO_CONTROL,
                ONE_LINE,
            ) and not text.keys() & {"format", "minLength"}:
                del told["anyOf"]
                return told | text
        return told
    return [say_any_of(part) for part in result] if isinstance(result, list) else result
