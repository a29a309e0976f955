"""What the API answers is what its schema says: every list, one whole object of each, and what can be expanded."""

from copy import deepcopy
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from jsonschema import Draft202012Validator

from aiwatch.api import LISTS
from api.resources import RESOURCES
from changes.corrections import Said, Thing, correct
from tests.contract.committed import committed
from tests.project.test_pages import World

#: What is only told where it was asked for.
ASKED = {"count", "synced", "gone"}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The schema, read as strictly as can be: each object has all that it may have, and nothing else."""
    found = deepcopy(committed())
    _tighten(found)
    return found


def _is_asked(name: str, told: Any) -> bool:
    return name in ASKED or "Only where it is expanded" in told.get("description", "")


def _tighten(part: Any) -> None:
    if isinstance(part, dict):
        if isinstance(part.get("properties"), dict):
            part["required"] = [
                name for name, told in part["properties"].items() if not _is_asked(name, told)
            ]
            part["additionalProperties"] = False
        for each in part.values():
            _tighten(each)
    elif isinstance(part, list):
        for each in part:
            _tighten(each)


def faults(schema: dict[str, Any], path: str, answer: Any) -> list[str]:
    """Where an answer is not what the schema says of the path."""
    told = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    checked = Draft202012Validator(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **told,
            "components": schema["components"],
        },
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
    return [f"{path} {error.json_path}: {error.message[:300]}" for error in checked.iter_errors(answer)]


@pytest.mark.django_db
def test_answers_are_what_the_schema_says_whole_and_expanded(
    client: Client, publisher: User, schema: dict[str, Any]
) -> None:
    world = World(publisher)
    company = world.company
    touched = Thing("company", company.pk, company.name, company.get_absolute_url())
    correct(Said(wrong="It said 1.", right="It is 2."), touches=[touched], by=publisher)
    wrong = []
    for name in LISTS:
        [whole] = [
            path for path in schema["paths"] if path.startswith(f"/api/v1/{name}/{{") and path.count("/") == 5
        ]
        related = RESOURCES[name].related()
        for asked in ("count=true", *(f"expand={one}" for one in related)):
            page = client.get(f"/api/v1/{name}/?{asked}").json()
            assert page["results"], name
            wrong += faults(schema, f"/api/v1/{name}/", page)
        for asked in ("", *(f"?expand={one}" for one in related)):
            answer = client.get(page["results"][0]["self"].removeprefix("http://127.0.0.1:8000") + asked)
            wrong += faults(schema, whole, answer.json())
    wrong += faults(schema, "/api/v1/search/", client.get("/api/v1/search/?q=umbra").json())
    assert wrong == []
