"""The committed schema is the one that the code makes, and what breaks others is known for it."""

from copy import deepcopy
from typing import Any

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.contract.breaking import breaks
from tests.contract.committed import committed, made, unmarked

THING = "#/components/schemas/Thing"
BASE: dict[str, Any] = {
    "paths": {
        "/things/": {
            "get": {
                "operationId": "things_list",
                "parameters": [
                    {"in": "query", "name": "kind", "schema": {"type": "string", "enum": ["a", "b"]}},
                    {"in": "query", "name": "page", "schema": {"type": "integer"}},
                ],
                "responses": {
                    "200": {
                        "content": {
                            "application/json": {"schema": {"type": "array", "items": {"$ref": THING}}},
                            "text/csv": {"schema": {"type": "string"}},
                        }
                    }
                },
            },
            "post": {
                "operationId": "things_create",
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/New"}}}
                },
                "responses": {"201": {"content": {"application/json": {"schema": {"$ref": THING}}}}},
            },
        }
    },
    "components": {
        "schemas": {
            "Thing": {
                "type": "object",
                "required": ["id"],
                "properties": {
                    "id": {"type": "integer"},
                    "state": {"type": "string", "enum": ["new", "old"]},
                    "of": {"anyOf": [{"$ref": THING}, {"type": "null"}]},
                },
            },
            "New": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string"}, "size": {"type": ["integer", "null"]}},
            },
        }
    },
}


def change(where: str, value: Any = None) -> dict[str, Any]:
    """The schema with something set; None takes it out."""
    found: dict[str, Any] = deepcopy(BASE)
    *way, last = where.split(" ")
    here: Any = found
    for step in way:
        here = here[int(step)] if isinstance(here, list) else here[step]
    key: Any = int(last) if isinstance(here, list) else last
    if value is None:
        del here[key]
    else:
        here[key] = value
    return found


LIST, SHAPES = "paths /things/ get", "components schemas"
TOOK = f"{SHAPES} New properties"


@pytest.mark.parametrize(
    ("where", "value", "line"),
    [
        ("paths /things/ post", None, "POST /things/: gone"),
        (f"{LIST} operationId", "others", "GET /things/: its operationId is another"),
        (f"{LIST} security", [{"token": []}], "GET /things/: asks for a token"),
        (f"{LIST} parameters 1", None, "GET /things/ ?page: gone"),
        (f"{LIST} parameters 1 required", True, "GET /things/ ?page: demanded"),
        (f"{LIST} parameters 0 schema enum", ["a"], "GET /things/ ?kind: b is not taken any more"),
        (f"{LIST} responses 200 content text/csv", None, "GET /things/ 200: no text/csv any more"),
        (f"{SHAPES} Thing properties id", None, "Thing.id: gone"),
        (f"{SHAPES} Thing required", [], "Thing.id: may be missing"),
        (f"{SHAPES} Thing properties id type", ["integer", "null"], "Thing.id: null"),
        (f"{SHAPES} Thing properties state enum", ["new", "old", "lost"], "Thing.state: may be lost"),
        (f"{SHAPES} Thing properties of anyOf", [{"$ref": THING}, {"type": "string"}], "Thing.of: string"),
        (f"{SHAPES} New required", ["name", "size"], "New.size: demanded"),
        (f"{TOOK} size type", "integer", "New.size: no null"),
        (f"{TOOK} size", None, "New.size: gone"),
    ],
)
def test_what_breaks_a_program_is_named(where: str, value: Any, line: str) -> None:
    assert breaks(BASE, change(where, value)) == [line]


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (f"{LIST} parameters 0 schema enum", ["a", "b", "c"]),
        (f"{SHAPES} Thing properties more", {"type": "string"}),
        (f"{SHAPES} Thing required", ["id", "state"]),
        (f"{SHAPES} Thing properties state enum", ["new"]),
        (f"{TOOK} more", {"type": "string"}),
        (f"{SHAPES} New required", []),
        (f"{LIST} description", "In other words."),
    ],
)
def test_what_breaks_nothing_passes(where: str, value: Any) -> None:
    assert breaks(BASE, change(where, value)) == []


def test_the_committed_schema_is_what_the_code_makes_and_breaks_nobody_unmarked() -> None:
    assert unmarked(committed(), made()) == []
    assert committed() == made(), "Run `make schema`, and commit docs/openapi.yaml."


def test_every_operation_shows_what_it_is_sent_and_answers_as_the_schema_has_it() -> None:
    found = made()
    checked = 0
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            parts = [operation.get("requestBody", {}), *operation["responses"].values()]
            shown = [
                content
                for part in parts
                for content in part.get("content", {}).values()
                if "examples" in content
            ]
            said = "204" in operation["responses"] or any("examples" in content for content in shown)
            assert said, f"Run `make examples`: {method} {path} has none."
            for content in shown:
                shape = {"$ref": "#/shape", "shape": content["schema"], "components": found["components"]}
                for example in content["examples"].values():
                    wrong = [error.message for error in OAS31Validator(shape).iter_errors(example["value"])]
                    assert wrong == [], f"{method} {path}"
                    checked += 1
    assert checked > 50


def test_the_schema_is_sound_and_nothing_of_it_is_guessed() -> None:
    found = made()
    assert not GENERATOR_STATS, "manage.py spectacular --validate says what is guessed."
    assert [error.message for error in OpenAPIV31SpecValidator(found).iter_errors()] == []
