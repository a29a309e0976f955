"""API tokens in the admin: made by everybody for themselves, shown once, revoked."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from api import tokens
from api.models import Token
from tests.api.programs import Program

pytestmark = pytest.mark.django_db

LIST = "/admin/api/token/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def made(user: User, **given: Any) -> Any:
    """The page after making a token."""
    return signed_in(user).post(f"{LIST}add/", {"name": "Wire", "scopes": ["drafts"], "days": 30} | given)


def test_what_a_token_is_is_shown_once_and_kept_nowhere(
    contributor: User, django_capture_on_commit_callbacks: Any
) -> None:
    contributor.email = "c@example.org"
    contributor.save()
    with django_capture_on_commit_callbacks(execute=True):
        page = made(contributor)
    assert page.status_code == 200 and "no-store" in page.headers["Cache-Control"]
    text = page.context_data["text"]
    assert text in page.content.decode()
    assert tokens.found(text).user == contributor
    client = signed_in(contributor)
    later = client.get(LIST).content + client.get(f"{LIST}{Token.objects.get().pk}/change/").content
    assert b"Wire" in later and text[:8].encode() in later and text[8:].encode() not in later
    kept = [*Session.objects.values_list("session_data"), *LogEntry.objects.values_list("change_message")]
    (letter,) = mail.outbox
    assert "Wire" in letter.body and text[:8] in letter.body
    assert text[8:] not in f"{kept} {letter.body}"


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("contributor", ["read", "drafts"]),
        ("editor", ["read", "drafts", "records", "facts"]),
        ("publisher", ["read", "drafts", "records", "facts", "publish"]),
        ("administrator", ["read"]),
    ],
)
def test_only_what_ones_roles_could_use_is_offered_and_taken(role: str, may: list[str], db: None) -> None:
    user = User.objects.create_user("somebody", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    page: Any = signed_in(user).get(f"{LIST}add/")
    form = page.context["adminform"].form
    assert [scope for scope, _ in form.fields["scopes"].choices] == may
    for scope in Token.Scope.values:
        made(user, scopes=[scope], name=scope)
    assert sorted(Token.objects.values_list("name", flat=True)) == sorted(may)


@pytest.mark.parametrize("given", [{"scopes": []}, {"name": ""}, {"days": 400}, {"days": ""}])
def test_what_a_token_lacks_is_said(given: Any, editor: User) -> None:
    page = made(editor, **given)
    assert page.status_code == 200 and page.context_data["errors"]
    assert not Token.objects.exists()


def test_everybody_sees_and_revokes_their_own_and_administrators_all(editor: User, publisher: User) -> None:
    chief = User.objects.create_user("chief", is_staff=True)
    chief.groups.add(Group.objects.get(name="administrator"))
    program = Program(editor)
    page = f"{LIST}{program.token.pk}/"
    assert signed_in(publisher).get(f"{page}change/").status_code == 403
    assert signed_in(publisher).post(f"{page}revoke/", {"_form_submitted": "on"}).status_code == 403
    assert b"Test" not in signed_in(publisher).get(LIST).content
    assert program.get("drafts/").status_code == 200
    for user in (editor, chief):
        assert b"good" in signed_in(user).get(LIST).content
    signed_in(chief).post(f"{page}revoke/", {"_form_submitted": "on"})
    assert program.get("drafts/").status_code == 401
    assert b"was revoked" in signed_in(editor).get(LIST).content


def test_whoever_has_enough_tokens_is_told(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST", 1)
    made(editor)
    assert b"Revoke those" in made(editor).content
    assert Token.objects.count() == 1
