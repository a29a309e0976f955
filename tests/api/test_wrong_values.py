"""Values of the wrong kind, in every field of all that the staff write: never a failure, always the field's name."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from aiwatch.staff_api import LISTS
from api.staff import StaffViewSet
from tests.api.programs import Program
from tests.api.test_drafts import DRAFT
from tests.api.test_ledger_writing import new

pytestmark = pytest.mark.django_db

KINDS = [name for name, view in LISTS.items() if issubclass(view, StaffViewSet)]
#: No field of any kind can hold one of these.
NEVER: list[Any] = [{"a": 1}, [{"a": 1}], 10**30, 1.5, [[]], "\x00", "\ud800"]
#: Some can.
SELDOM: list[Any] = [None, [], "", 0, True, "x" * 100_000, "\u200b"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_of_the_wrong_kind_is_refused_by_the_name_of_its_field(kind: str, publisher: User) -> None:
    program = Program(publisher)
    made = program.post(f"{kind}/", DRAFT if kind == "drafts" else new()[kind])
    address, fields = made.headers["Location"], LISTS[kind].serializer_class(context={}).fields.items()
    names = {name for name, field in fields if not field.read_only}
    for value in (*NEVER, *SELDOM):
        given = dict.fromkeys(names, value)
        answers = [program.post(f"{kind}/", given)]
        if kind != "claims":  # are never changed
            answers.append(program.ask("PATCH", address, given, if_match="*"))
        for refused in answers:
            assert refused.status_code == 400, (value, refused.content)
            named = {name.partition(".")[0] for name in refused.json()["errors"]}
            assert named == names if value in NEVER else named <= names, (value, names ^ named)
            assert len(refused.content) < 10_000, "what was given is not said again whole"


ACTIONS = [(name, action.url_path) for name in KINDS for action in LISTS[name].get_extra_actions()]


@pytest.mark.parametrize(("kind", "action"), ACTIONS)
def test_what_is_done_with_an_object_is_refused_whole_where_a_value_is_wrong(
    kind: str, action: str, publisher: User
) -> None:
    program = Program(publisher)
    address = program.post(f"{kind}/", DRAFT if kind == "drafts" else new()[kind]).headers["Location"]
    before, doing = program.get(address), f"{address}{action}/"
    [view] = [one for one in LISTS[kind].get_extra_actions() if one.url_path == action]
    fields = view.kwargs["serializer_class"](context={}).fields.items()
    names = {name for name, field in fields if not field.read_only}
    for value in (*NEVER, *SELDOM):
        refused = program.ask("POST", doing, dict.fromkeys(names, value), if_match="*")
        assert refused.status_code in ({400} if value in NEVER else {400, 409, 422}), (value, refused.content)
        assert "detail" in refused.json() and len(refused.content) < 10_000
        named = {name.partition(".")[0] for name in refused.json().get("errors", {})}
        assert named == names if value in NEVER else named <= names, (value, names ^ named)
    bodies: list[Any] = [[], "x", None, 5, {"no-such-field": 1}]
    for body in bodies:
        assert program.ask("POST", doing, body, if_match="*").status_code in {400, 422}, body
    given = {"because": "better source", "move": "submit", "value": "1"}
    right = {
        name: given.get(name, "Why.") for name in names & {"because", "move", "value", "note", "comment"}
    }
    assert program.ask("POST", doing, right).status_code == 428
    assert program.ask("POST", doing, right, if_match='"stale"').status_code == 412
    assert Program(publisher, "read").ask("POST", doing, {}, if_match="*").status_code == 403
    after = program.get(address)
    assert (after.content, after.headers["ETag"]) == (before.content, before.headers["ETag"])
