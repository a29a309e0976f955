"""People are invited by mail, and let in again by mail."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.editing import signed_in
from tests.newsroom.test_signing_in import is_in, sign_in

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

NEW = "quiet-eclipse-of-tests"
ADD, FORGOTTEN, NEW_PASSWORD = "/admin/auth/user/add/", "/admin/forgotten/", "/admin/new-password/"
INVITED = {"username": "noa", "first_name": "", "last_name": "", "email": "noa@example.org"}


@pytest.fixture(autouse=True)
def kept_mail(settings: Settings, db: None) -> Iterator[None]:
    """Mail goes into the outbox; the roles are there."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    mail.outbox = []
    yield


@pytest.fixture
def posted(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Callable[..., Any]:
    """Posts, and then does what waits for the transaction."""

    def post(client: Client, address: str, values: dict[str, Any], **meta: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, values, **meta)

    return post


def role(name: str) -> Group:
    return Group.objects.get(name=name)


def administrator(name: str = "ada", *roles: str) -> User:
    """Somebody who looks after accounts, in the given roles besides."""
    user = User.objects.create_user(name, f"{name}@example.org", "pass-word-of-tests", is_staff=True)
    user.groups.add(role("administrator"), *Group.objects.filter(name__in=roles))
    return user


def link() -> str:
    """The address in the last mail."""
    found = re.search(r"^(http\S+/admin/new-password/\S+)$", mail.outbox[-1].body, re.M)
    assert found
    return found[1]


def follow(address: str, password: str = NEW, client: Client | None = None, **names: str) -> Any:
    """Follow a link and set a password."""
    client = client or Client()
    path = re.sub(r"^https?://[^/]+", "", address)
    assert client.get(path).headers["Location"] == NEW_PASSWORD
    return client.post(NEW_PASSWORD, {"password1": password, "password2": password, **names})


def test_somebody_is_invited_and_joins(admin_client: Client, posted: Any, settings: Settings) -> None:
    settings.SITE_URL = "https://news.example.org"
    assert posted(admin_client, ADD, INVITED | {"role": role("editor").pk}).status_code == 302
    (letter,) = mail.outbox
    assert letter.to == ["noa@example.org"]
    assert "admin invites you to AIWatch as editor." in letter.body
    # Whole in a log as well, which is where a demonstration's mail goes.
    assert link() in letter.message().as_string()
    # The site's own address, whatever the request called it.
    assert link().startswith("https://news.example.org/admin/new-password/")
    assert "invited" in admin_client.get("/admin/auth/user/?state=invited").text
    assert sign_in("noa", "").status_code == 200
    client = Client()
    answer = follow(link(), client=client, first_name="Noa", last_name="Umber")
    assert answer.headers["Location"] == reverse("newsroom:two_factor")
    user = User.objects.get(username="noa")
    assert (user.get_full_name(), user.is_staff, user.is_superuser) == ("Noa Umber", True, False)
    assert [group.name for group in user.groups.all()] == ["editor"]
    assert is_in(client)
    assert "noa@example.org" not in admin_client.get("/admin/auth/user/?state=invited").text


def test_a_link_works_once_and_not_for_ever(admin_client: Client, posted: Any) -> None:
    posted(admin_client, ADD, INVITED | {"role": role("editor").pk})
    address = link()
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert follow(address).status_code == 410
    # A password that is refused leaves it good.
    assert "too short" in follow(address, "short").text
    assert follow(address).status_code == 302
    assert follow(address, "another-eclipse-of-tests").status_code == 410
    assert sign_in("noa", NEW).status_code == 302


def test_a_newer_invitation_ends_the_one_before(admin_client: Client, posted: Any) -> None:
    posted(admin_client, ADD, INVITED | {"role": role("editor").pk})
    first, user = link(), User.objects.get(username="noa")
    again = reverse("admin:auth_user_invite_again", args=[user.pk])
    posted(admin_client, again, {"_form_submitted": True})
    assert len(mail.outbox) == 2 and link() != first
    assert follow(first).status_code == 410
    assert follow(link()).status_code == 302
    # Whoever has a password is not invited again.
    assert posted(admin_client, again, {"_form_submitted": True}).status_code == 403


def test_forged_links_are_no_good(admin_client: Client, posted: Any) -> None:
    posted(admin_client, ADD, INVITED | {"role": role("editor").pk})
    token = link().rstrip("/").rsplit("/", 1)[1]
    other = User.objects.get(username="admin")
    who, made, digest = token.split("-")
    forged = [
        f"{who}-{made}-{'0' * 32}",
        f"i{other.pk}-{made}-{digest}",
        f"r{who[1:]}-{made}-{digest}",
        f"{who}-zzzzzz-{digest}",
        f"{who}-{made}-{digest}0",
        "x" * 300,
    ]
    for one in forged:
        assert follow(f"/admin/new-password/{one}/").status_code == 410
    assert Client().get(NEW_PASSWORD).status_code == 410
    # Looking at it, as programs do that read mail, uses nothing up.
    for _ in range(3):
        Client().get(f"/admin/new-password/{token}/", follow=True)
    assert follow(link()).status_code == 302


def test_a_forgotten_password_is_set_anew_by_mail(editor: User, posted: Any) -> None:
    User.objects.filter(pk=editor.pk).update(email="Editor@example.org")
    client = Client()
    sign_in("editor", client=client)
    answers = [posted(Client(), FORGOTTEN, {"email": f"{name}@example.org"}) for name in ("editor", "nobody")]
    told = [answer.text.replace("editor@", "nobody@") for answer in answers]
    assert told[0] == told[1] and answers[0].status_code == answers[1].status_code == 200
    assert [message.to for message in mail.outbox] == [["Editor@example.org"]]
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert follow(link()).status_code == 410
    assert is_in(client)
    assert follow(link()).headers["Location"] == "/admin/"
    assert not is_in(client)
    assert follow(link()).status_code == 410


def test_nobody_is_written_to_without_end(editor: User, posted: Any, settings: Settings) -> None:
    settings.PROXIES = 1
    User.objects.filter(pk=editor.pk).update(email="editor@example.org")
    for name in ("editor", "nobody"):
        tried = [
            posted(
                Client(),
                FORGOTTEN,
                {"email": f"{name}@example.org"},
                HTTP_X_FORWARDED_FOR=f"203.0.113.{n}",
            ).status_code
            for n in range(5)
        ]
        assert tried == [200] * 3 + [429] * 2
    assert len(mail.outbox) == 3
    # An invited, a deactivated and an outside user have no password to forget.
    User.objects.create_user("invited", "i@example.org", is_staff=True)
    User.objects.create_user("gone", "g@example.org", "x", is_staff=True, is_active=False)
    for name in ("i", "g"):
        assert posted(Client(), FORGOTTEN, {"email": f"{name}@example.org"}).status_code == 200
    assert len(mail.outbox) == 3


def test_staff_without_the_right_change_nobody(publisher: User, admin_user: User) -> None:
    client = signed_in(publisher)
    for user in (publisher, admin_user):
        assert (
            client.post(reverse("admin:auth_user_change", args=[user.pk]), {"is_superuser": "on"}).status_code
            == 403
        )
    assert client.post(ADD, INVITED).status_code == 403


def test_the_last_administrator_stays(admin_user: User, posted: Any) -> None:
    client, page = signed_in(admin_user), reverse("admin:auth_user_change", args=[admin_user.pk])
    keep = {"username": "admin", "email": "admin@example.org", "is_active": "on", "is_staff": "on"}
    keep |= {"is_superuser": "on", "date_joined_0": "2026-01-01", "date_joined_1": "10:00:00"}
    for lost in ("is_active", "is_staff", "is_superuser"):
        typed = {name: value for name, value in keep.items() if name != lost}
        assert "This is the last active administrator." in client.post(page, typed).text
    assert (
        client.post(reverse("admin:auth_user_delete", args=[admin_user.pk]), {"post": "yes"}).status_code
        == 403
    )
    # With another there, one may go.
    other = administrator()
    assert (
        posted(
            client, page, {name: value for name, value in keep.items() if name != "is_superuser"}
        ).status_code
        == 302
    )
    assert is_in(signed_in(other))


def test_names_and_addresses_are_given_once(admin_client: Client, editor: User, posted: Any) -> None:
    User.objects.filter(pk=editor.pk).update(email="editor@example.org")
    typed = {"username": "Editor", "email": "EDITOR@example.org", "role": role("editor").pk}
    errors = posted(admin_client, ADD, typed).context["adminform"].form.errors
    assert set(errors) == {"username", "email"}
    assert set(posted(admin_client, ADD, {}).context["adminform"].form.errors) == {
        "username",
        "email",
        "role",
    }
    assert not mail.outbox


def test_the_list_of_users_says_who_is_here_and_the_history_who_changed_them(
    admin_client: Client, editor: User
) -> None:
    sign_in("editor")
    listed = admin_client.get("/admin/auth/user/").text
    assert re.search(r"editor.*?active.*?off.*?\d{4}, \d\d:\d\d", listed.split("result_list")[-1], re.S)
    typed = {"username": "editor", "email": "new@example.org", "is_active": "on", "is_staff": "on"}
    dates = {"date_joined_0": "2026-01-01", "date_joined_1": "10:00:00"}
    page = reverse("admin:auth_user_change", args=[editor.pk])
    assert admin_client.post(page, typed | dates | {"groups": [role("publisher").pk]}).status_code == 302
    new = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    admin_client.post(reverse("admin:auth_user_password_change", args=[editor.pk]), new)
    told = admin_client.get(reverse("admin:auth_user_history", args=[editor.pk])).text
    assert "<del>editor</del>" in told and "<ins>publisher</ins>" in told and "new@example.org" in told
    editor.refresh_from_db()
    assert editor.password not in told and editor.password.split("$")[-1] not in told
