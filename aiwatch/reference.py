"""The page that describes the API, drawn from its schema: no script, and nothing from elsewhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View
from drf_spectacular.generators import SchemaGenerator

from companies.jsonld import address, json_ld, thing

TITLE = "The API"
DESCRIPTION = "All that is public here, for programs: read by anybody, without a key."


class Reference(View):
    """Its one page; View answers OPTIONS, and refuses what is no reading."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Every operation with its parameters, and every answer with its fields."""
        schema = SchemaGenerator().get_schema(request=None, public=True)
        context = {
            "title": TITLE,
            "description": DESCRIPTION,
            "linked_data": json_ld(
                thing("WebPage", name=TITLE, description=DESCRIPTION, url=address(request.path))
            ),
            "operations": [
                _operation(path, verb, described)
                for path, verbs in schema["paths"].items()
                for verb, described in verbs.items()
            ],
            "answers": [_answer(name, fields) for name, fields in schema["components"]["schemas"].items()],
        }
        return render(request, "reference.html", context)


def _operation(path: str, verb: str, described: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": described["operationId"],
        "path": path,
        "verb": verb.upper(),
        "summary": described["summary"],
        "sent": _named(described.get("requestBody", {})),
        "answer": _named(described["responses"].get("200", {})),
        "parameters": [
            {
                "name": parameter["name"],
                "kind": _kind(parameter["schema"]),
                "about": parameter.get("description", ""),
            }
            for parameter in described.get("parameters", ())
        ],
    }


def _named(described: dict[str, Any]) -> str:
    """The name of what is sent or answered as JSON, or nothing."""
    schema = described.get("content", {}).get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", "")).rsplit("/", 1)[-1]


def _answer(name: str, described: dict[str, Any]) -> dict[str, Any]:
    """One kind of answer; those that are words out of a list have no fields."""
    fields = [
        {"name": field, "kind": _kind(schema), "about": schema.get("description", "")}
        for field, schema in described.get("properties", {}).items()
    ]
    return {
        "name": name,
        "about": described.get("description", ""),
        "fields": fields,
        "kind": _kind(described),
    }


def _kind(schema: dict[str, Any]) -> str:
    """What a value is, in words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    for several in ("allOf", "oneOf", "anyOf"):
        if several in schema:
            return " or ".join(_kind(one) for one in schema[several])
    if "enum" in schema:
        return ", ".join(str(word) for word in schema["enum"] if word not in ("", None))
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    kinds = schema.get("type", "anything")
    words = " or ".join(kinds) if isinstance(kinds, list) else kinds
    return f"{words}, {schema['format']}" if "format" in schema else words
