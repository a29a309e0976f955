"""The pages that describe the API, drawn from its schema: no script, and nothing from elsewhere."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from aiwatch.described import schema
from api import narrowing
from api.problems import MEDIA_TYPE, problem
from companies.jsonld import address, json_ld, thing, trail

TITLE = "The API"
DESCRIPTION = "All that is public here, for programs: read by anybody, without a key."
#: What a request of each kind has besides, in the line that shows how to make it.
WITH_A_BODY = {"post", "put", "patch"}

#: The groups that come first; the others follow as the schema has them.
ORDER = ("root", "articles", "topics", "authors", "companies", "products", "families", "models", "releases")

Shape = dict[str, Any]


class Described(View):
    """A page about the API: View refuses what is no reading."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or a problem that names the parameters that it does not take."""
        asked = Request(request)
        try:
            narrowing.refuse_unknown(asked, (), of_all=())
        except ValidationError as error:
            told: Any = problem(error, {"request": asked})
            return JsonResponse(told.data, status=told.status_code, content_type=MEDIA_TYPE)
        return super().dispatch(request, *args, **kwargs)

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What may be done, without a body and so of no type."""
        answer = super().options(request, *args, **kwargs)
        del answer.headers["Content-Type"]
        return answer


class Reference(Described):
    """What there is, by group."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Every operation by its group, each leading to where it is described."""
        groups = [{"name": name, "operations": found} for name, found in _groups().items()]
        return _page(request, "reference.html", TITLE, DESCRIPTION, groups=groups)


class Group(Described):
    """The operations of a group, with all that they take and answer."""

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        """Each operation, then what their answers and bodies hold. Raises Http404."""
        found = _groups().get(name)
        if found is None:
            raise Http404
        operations = [_operation(one) for one in found]
        shapes = schema()["components"]["schemas"]
        told = [_shape(word, shapes[word]) for word in _used(found, shapes)]
        about = f"How programs ask for {name}, and what they are answered."
        shown = {"operations": operations, "shapes": told}
        way = [(TITLE, reverse("api:docs"))]
        return _page(request, "reference_group.html", f"The API: {name}", about, way=way, **shown)


def _page(
    request: HttpRequest,
    template: str,
    title: str,
    about: str,
    *,
    way: Sequence[tuple[str, str]] = (),
    **context: Any,
) -> HttpResponse:
    page = thing("WebPage", name=title, description=about, url=address(request.path))
    trails = [trail([*way, (title, request.path)])] if way else []
    context |= {"title": title, "description": about, "way": way, "linked_data": json_ld(page, *trails)}
    return render(request, template, context)


def _groups() -> dict[str, list[Shape]]:
    """The operations by the first of their tags, in the order of the schema."""
    found: dict[str, list[Shape]] = {}
    for path, methods in schema()["paths"].items():
        for method, described in methods.items():
            tag = described.get("tags", ["api"])[0]
            operation = {"path": path, "method": method, "id": described["operationId"]}
            operation |= {"summary": described["summary"], "described": described}
            operation["url"] = f"{reverse('api:docs-group', args=[tag])}#{operation['id']}"
            found.setdefault(tag, []).append(operation)
    order = {name: place for place, name in enumerate(ORDER)}
    return dict(sorted(found.items(), key=lambda one: order.get(one[0], len(order))))


def _operation(operation: Shape) -> Shape:
    described = operation["described"]
    body = _json(described.get("requestBody", {}))
    answers = [
        {
            "status": status,
            "kind": _kind(_json(answer)["schema"]) if _json(answer) else "",
            "about": answer["description"],
        }
        for status, answer in described["responses"].items()
    ]
    return operation | {
        "about": described.get("description", ""),
        "curl": _curl(operation),
        "secured": any(described.get("security") or ()),
        "parameters": [
            {"name": one["name"], "kind": _kind(one["schema"]), "about": one.get("description", "")}
            for one in described.get("parameters", ())
        ],
        "body": _kind(body["schema"]) if body else "",
        "answers": answers,
        "example": _example(described),
    }


def _curl(operation: Shape) -> str:
    """How to ask by hand."""
    words = ["curl"]
    if operation["method"] != "get":
        words.append(f"-X {operation['method'].upper()}")
    if any(operation["described"].get("security") or ()):
        words.append("-H 'Authorization: Bearer aiw_…'")
    if operation["method"] in WITH_A_BODY:
        words.append("-H 'Content-Type: application/json' -d '{…}'")
    return " ".join([*words, f"'{settings.SITE_URL}{operation['path']}'"])


def _example(described: Shape) -> str:
    """An answer as it may be, where the schema has one."""
    for status in ("200", "201"):
        content = _json(described["responses"].get(status, {}))
        for example in content.get("examples", {}).values():
            return json.dumps(example["value"], indent=2, ensure_ascii=False)
    return ""


def _json(part: Shape) -> Shape:
    """What stands in a body or an answer as JSON, of whatever sort."""
    for media, content in part.get("content", {}).items():
        if media.endswith("json") and "ndjson" not in media:
            found: Shape = content
            return found
    return {}


def _used(operations: list[Shape], shapes: Shape) -> list[str]:
    """The names of what operations take and answer, and of what that holds, in the order in which they are met."""
    found: dict[str, None] = {}
    waiting = _names([operation["described"] for operation in operations])
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting += _names(shapes[name])
    return list(found)


def _names(part: Any) -> list[str]:
    if isinstance(part, list):
        return [name for one in part for name in _names(one)]
    if not isinstance(part, dict):
        return []
    own = [str(part["$ref"]).rsplit("/", 1)[-1]] if "$ref" in part else []
    return own + [
        name for key, one in part.items() if key not in {"examples", "security"} for name in _names(one)
    ]


def _shape(name: str, described: Shape) -> Shape:
    """One kind of object; those that are words out of a list have no fields."""
    fields = [
        {"name": field, "kind": _kind(shape), "about": shape.get("description", "")}
        for field, shape in described.get("properties", {}).items()
    ]
    return {
        "name": name,
        "about": described.get("description", ""),
        "fields": fields,
        "kind": _kind(described),
    }


def _kind(shape: Shape) -> str:
    """What a value is, in words."""
    if "$ref" in shape:
        return str(shape["$ref"]).rsplit("/", 1)[-1]
    for several in ("allOf", "oneOf", "anyOf"):
        if several in shape:
            return " or ".join(_kind(one) for one in shape[several])
    if "const" in shape:
        return f"“{shape['const']}”"
    if "enum" in shape:
        return ", ".join(str(word) for word in shape["enum"] if word not in ("", None))
    if shape.get("type") == "array":
        return f"list of {_kind(shape['items'])}"
    kinds = shape.get("type", "anything")
    words = " or ".join(kinds) if isinstance(kinds, list) else kinds
    return f"{words}, {shape['format']}" if "format" in shape else words
