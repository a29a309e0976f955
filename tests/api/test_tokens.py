"""Tokens: what is kept of them, when they let somebody in, and when not any more."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from api import tokens
from api.models import Token
from changes import history
from newsroom.staff import sessions
from tests.api.programs import Program

pytestmark = pytest.mark.django_db

DRAFTS = "/api/v1/staff/drafts/"


def refused(program: Program) -> str:
    """Why a program is not let in."""
    response = program.get(DRAFTS)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert response.headers["Content-Type"] == "application/problem+json"
    return str(response.json()["detail"])


def test_a_token_lets_its_owner_in_and_what_it_is_is_nowhere_in_the_database(editor: User) -> None:
    program = Program(editor)
    answer = program.get(DRAFTS)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-cache"
    kept = Token.objects.values().get()
    assert program.text.startswith("aiw_") and len(program.text) == 47
    assert kept["hint"] == program.text[:8]
    assert not any(program.text[8:] in str(value) for value in kept.values())


def test_last_use_is_written_at_most_once_a_minute(editor: User) -> None:
    program, now = Program(editor), timezone.now()
    used = [
        tokens.found(program.text, now=now + timedelta(seconds=seconds)) and Token.objects.get().last_used_at
        for seconds in (0, 59, 61)
    ]
    assert used == [now, now, now + timedelta(seconds=61)]


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer aiw_",
        "Bearer aiw_" + "x" * 43,
        "Bearer \x00",
        "Token ü",
    ],
)
def test_whoever_has_no_token_is_asked_for_one(given: str, editor: User) -> None:
    client = Client(headers={"authorization": given} if given else {})
    client.force_login(editor)  # a session is no token
    response = client.get(DRAFTS)
    assert response.status_code == 401 and response.headers["WWW-Authenticate"].startswith("Bearer")
    assert "expired" not in response.json()["detail"]


def test_a_token_ends_at_its_time_and_when_it_is_revoked(editor: User) -> None:
    program, revoked = Program(editor), Program(editor)
    with pytest.raises(tokens.TokenRefused, match="expired on"):
        tokens.found(program.text, now=program.token.expires_at)
    tokens.revoke(revoked.token)
    assert "revoked on" in refused(revoked)
    assert program.get(DRAFTS).status_code == 200


def made_a_publisher(user: User) -> None:
    user.groups.add(Group.objects.get(name="publisher"))


def robbed_of_the_role(user: User) -> None:
    user.groups.clear()


def given_a_factor(user: User) -> None:
    TOTPDevice.objects.create(user=user, confirmed=True)


def changed(**values: Any) -> Any:
    def change(user: User) -> None:
        for name, value in values.items():
            setattr(user, name, value)
        user.save()

    return change


def with_another_password(user: User) -> None:
    user.set_password("another-pass-word")
    user.save()


@pytest.mark.parametrize(
    "change",
    [
        *(made_a_publisher, robbed_of_the_role, given_a_factor, sessions.end_all, with_another_password),
        *(changed(is_active=False), changed(is_staff=False), changed(email="other@example.org")),
    ],
)
def test_tokens_end_with_what_their_owner_was_as_sessions_do(change: Any, editor: User) -> None:
    program = Program(editor)
    assert program.get(DRAFTS).status_code == 200
    change(editor)
    assert "account was changed" in refused(program)


def test_tokens_last_a_year_at_most_and_are_for_something_that_there_is(editor: User) -> None:
    now = timezone.now()
    for scopes, ends in (([], 1), (["all"], 1), (["read"], 0), (["read"], 367)):
        with pytest.raises(tokens.TokenRefused):
            tokens.make(editor, name="x", scopes=scopes, expires_at=now + timedelta(days=ends), now=now)
    assert not Token.objects.exists()


def test_the_history_of_its_owner_tells_of_a_token_and_not_what_it_is(editor: User) -> None:
    program = Program(editor)
    tokens.revoke(program.token)
    told = str([edit.columns for edit in history.of(editor)])
    assert "Test" in told and program.token.digest not in told


def test_many_tokens_that_nobody_has_are_told_to_wait_and_those_that_are_good_go_on(editor: User) -> None:
    program, client = Program(editor), Client(headers={"authorization": "Bearer aiw_" + "x" * 43})
    answers = [client.get(DRAFTS) for _ in range(62)]
    assert [answer.status_code for answer in answers[-3:]] == [401, 429, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert program.get(DRAFTS).status_code == 200


def test_who_is_let_in_is_found_by_few_queries(editor: User, django_assert_num_queries: Any) -> None:
    program = Program(editor)
    tokens.found(program.text)
    with django_assert_num_queries(2):  # the token with its owner; what the owner is
        tokens.found(program.text)
