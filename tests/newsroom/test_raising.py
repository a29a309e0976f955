"""An administrator lets in whoever the house needs, and raises neither themselves nor takes over another."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.roles import APPS
from newsroom.staff import joining
from tests.editing import signed_in
from tests.newsroom.test_inviting import (
    ADD,
    FORGOTTEN,
    INVITED,
    NEW,
    administrator,
    follow,
    kept_mail,
    link,
    posted,
    role,
)
from tests.newsroom.test_signing_in import is_in, sign_in

__all__ = ["kept_mail", "posted"]

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

Post = Callable[..., Any]


@pytest.fixture
def ada(db: None) -> User:
    """Looks after accounts, and nothing else."""
    return administrator()


@pytest.fixture
def paul(publisher: User) -> User:
    """A publisher with a mail address and a password."""
    publisher.email = "paul@example.org"
    publisher.save()
    return publisher


def page(user: User, name: str = "change") -> str:
    return reverse(f"admin:auth_user_{name}", args=[user.pk])


def typed(user: User, *roles: str, **other: Any) -> dict[str, Any]:
    """What the form of a user sends, with these roles."""
    flags = {"is_active": "on", "is_staff": "on", "groups": [role(name).pk for name in roles]}
    return {"username": user.username, "email": user.email} | flags | other


def names(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def everything() -> dict[str, Any]:
    """What would make anybody anything."""
    return {"is_superuser": "on", "user_permissions": [Permission.objects.get(codename="delete_article").pk]}


@pytest.mark.parametrize("name", APPS)
def test_an_administrator_lets_in_every_role_and_the_others_hear_of_one_that_weighs(
    name: str, ada: User, posted: Post
) -> None:
    administrator("ben")
    answer = posted(signed_in(ada), ADD, INVITED | {"role": role(name).pk} | everything())
    assert answer.status_code == 302
    noa = User.objects.get(username="noa")
    assert names(noa) == {name}
    assert not noa.is_superuser and not noa.user_permissions.exists()
    told = [letter for letter in mail.outbox if letter.to == ["ben@example.org"]]
    assert bool(told) is (name in {"publisher", "administrator"})
    assert all(f"ada made noa (noa, noa@example.org) {name} at" in letter.body for letter in told)


def test_no_group_beyond_the_roles_is_given_or_taken_away(ada: User, paul: User, posted: Post) -> None:
    keys = Group.objects.create(name="keys of the house")
    client = signed_in(ada)
    refused = posted(client, ADD, INVITED | {"role": keys.pk})
    assert "role" in refused.context["adminform"].form.errors
    # Nor by the verb, where no form asked.
    with pytest.raises(joining.CannotInvite, match="You cannot make somebody keys of the house"):
        joining.invite(User(username="noa", email="noa@example.org"), role=keys, by=ada)
    refused = posted(client, page(paul), typed(paul, "publisher") | {"groups": [keys.pk]})
    assert "groups" in refused.context["adminform"].form.errors
    # Whoever a superuser gave more than a role is a superuser's to change: a saved form would take it away.
    paul.groups.add(keys)
    assert posted(client, page(paul), typed(paul)).status_code == 403
    paul.groups.remove(keys)
    paul.user_permissions.add(Permission.objects.get(codename="delete_topic"))
    assert posted(client, page(paul), typed(paul)).status_code == 403
    assert names(paul) == {"publisher"}


def test_an_administrator_changes_roles_of_others_and_none_of_their_own(
    ada: User, paul: User, posted: Post
) -> None:
    client = signed_in(ada)
    assert posted(client, page(paul), typed(paul, "editor") | everything()).status_code == 302
    assert names(paul) == {"editor"}
    roles = ("publisher", "administrator")
    assert posted(client, page(ada), typed(ada, *roles, last_name="Umber") | everything()).status_code == 302
    ada.refresh_from_db()
    paul.refresh_from_db()
    assert ada.last_name == "Umber" and names(ada) == {"administrator"}
    for user in (ada, paul):
        assert not user.is_superuser and not user.user_permissions.exists()
    # Nor do they shut themselves out by a slip.
    shut = {key: value for key, value in typed(ada).items() if key not in {"is_active", "is_staff"}}
    assert posted(client, page(ada), shut).status_code == 302
    assert is_in(client)


def test_nothing_of_a_superuser_is_an_administrators_to_change(
    ada: User, admin_user: User, posted: Post
) -> None:
    client, before = signed_in(ada), User.objects.filter(pk=admin_user.pk).values().get()
    address = {"email": "ada+1@example.org"}
    assert posted(client, page(admin_user), typed(admin_user) | address).status_code == 403
    for name in ("sign_out", "reset_codes", "mail_link", "invite_again", "password_change", "delete"):
        values = {"_form_submitted": True, "post": "yes", "password1": NEW, "password2": NEW}
        assert posted(client, page(admin_user, name), values).status_code == 403, name
    assert User.objects.filter(pk=admin_user.pk).values().get() == before
    assert not mail.outbox


def test_a_password_is_set_by_its_owner_who_gets_a_link(ada: User, paul: User, posted: Post) -> None:
    client, by_hand = signed_in(ada), {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert posted(client, page(paul, "password_change"), by_hand).status_code == 403
    assert posted(client, page(ada, "password_change"), by_hand).status_code == 403
    assert "password" not in client.get(page(paul)).context["adminform"].form.changed_data
    assert "/password/" not in client.get(page(paul)).text
    assert posted(client, page(paul, "mail_link"), {"_form_submitted": True}).status_code == 200
    assert [letter.to for letter in mail.outbox] == [["paul@example.org"]]
    assert "ada asks you to choose a new password for publisher" in mail.outbox[0].body
    assert sign_in("publisher").status_code == 302
    assert follow(link()).status_code == 410, "a sign-in ends a link that was sent before"
    assert posted(client, page(paul, "mail_link"), {"_form_submitted": True}).status_code == 200
    assert follow(link()).status_code == 302
    assert sign_in("publisher", NEW).status_code == 302


def test_an_owner_hears_of_a_password_that_a_superuser_set(
    admin_client: Client, paul: User, posted: Post
) -> None:
    by_hand = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert posted(admin_client, page(paul, "password_change"), by_hand).status_code == 302
    assert [letter.to for letter in mail.outbox] == [["paul@example.org"]]
    assert "was changed by a superuser" in mail.outbox[0].body


def test_a_publishers_account_is_not_taken_over_by_another_mail_address(
    ada: User, paul: User, posted: Post
) -> None:
    client, theirs, new = signed_in(ada), signed_in(paul), "ada+1@example.org"
    posted(client, page(paul, "mail_link"), {"_form_submitted": True})
    before = link()
    answer = posted(client, page(paul), typed(paul, "publisher", email=new))
    assert answer.status_code == 302
    assert mail.outbox[-1].to == ["paul@example.org"]
    assert "ada changed the mail address of publisher" in mail.outbox[-1].body
    assert follow(before).status_code == 410 and not is_in(theirs)
    sent = len(mail.outbox)
    posted(client, page(paul, "mail_link"), {"_form_submitted": True})
    assert "The mail address was changed only now." in client.get(page(paul)).text
    posted(Client(), FORGOTTEN, {"email": new})
    # Changing it once more makes the wait no shorter, and is told too.
    posted(client, page(paul), typed(paul, "publisher", email="ada+2@example.org"))
    posted(Client(), FORGOTTEN, {"email": "ada+2@example.org"})
    assert [letter.to for letter in mail.outbox[sent:]] == [[new]]
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        posted(Client(), FORGOTTEN, {"email": "ada+2@example.org"})
    assert mail.outbox[-1].to == ["ada+2@example.org"]


def test_a_mistyped_invitation_is_corrected_at_once_and_a_superusers_change_holds(
    ada: User, admin_client: Client, paul: User, posted: Post
) -> None:
    client = signed_in(ada)
    posted(client, ADD, INVITED | {"role": role("editor").pk})
    noa, sent = User.objects.get(username="noa"), len(mail.outbox)
    posted(client, page(noa), typed(noa, "editor", email="noa@example.net"))
    posted(client, page(noa, "invite_again"), {"_form_submitted": True})
    assert [letter.to for letter in mail.outbox[sent:]] == [["noa@example.net"]]
    dates = {"date_joined_0": "2026-01-01", "date_joined_1": "10:00:00"}
    posted(admin_client, page(paul), typed(paul, "publisher", email="paul@example.net") | dates)
    posted(Client(), FORGOTTEN, {"email": "paul@example.net"})
    assert [letter.to for letter in mail.outbox[-2:]] == [["paul@example.org"], ["paul@example.net"]]


def test_addresses_and_names_of_others_are_not_taken(ada: User, paul: User, posted: Post) -> None:
    answer = posted(signed_in(ada), page(ada), typed(ada, email="PAUL@example.org", username="Publisher"))
    assert set(answer.context["adminform"].form.errors) == {"username", "email"}


def test_whoever_may_change_users_but_is_no_administrator_lets_nobody_in(
    editor: User, paul: User, posted: Post
) -> None:
    rights = Permission.objects.filter(codename__in=["add_user", "change_user", "view_user"])
    editor.user_permissions.set(rights)
    client = signed_in(editor)
    assert posted(client, ADD, INVITED | {"role": role("contributor").pk}).status_code == 403
    for user in (paul, editor):
        assert posted(client, page(user), typed(user, "publisher")).status_code == 403
    # An administrator who was deactivated, or whose role was taken, is one no more.
    ada = administrator("eve")
    client = signed_in(ada)
    ada.groups.clear()
    assert posted(client, ADD, INVITED | {"role": role("contributor").pk}).status_code in {302, 403}
    assert not User.objects.filter(username="noa").exists()
