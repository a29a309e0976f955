"""The way in: a password, a code, how often they may be tried, and when a session ends."""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from newsroom.staff import factors, sessions

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

PASSWORD = "pass-word-of-tests"
LOGIN, CODE, DESK = "/admin/login/", "/admin/login/code/", "/admin/"


@pytest.fixture(autouse=True)
def kept_mail(settings: Settings) -> Iterator[None]:
    """Mail goes into the outbox, as it would once the transaction is committed."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    mail.outbox = []
    yield


def sign_in(name: str, password: str = PASSWORD, client: Client | None = None, **meta: Any) -> Any:
    return (client or Client()).post(LOGIN, {"username": name, "password": password}, **meta)


def is_in(client: Client) -> bool:
    return bool(client.get(DESK).status_code == 200)


def code_of(user: User, *, later: int = 0) -> str:
    """What the user's authenticator shows, some steps later."""
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key, drift=later):06d}"


@pytest.fixture
def coded(editor: User) -> User:
    """An editor whose sign-in asks for a code; the authenticator's last code was long ago."""
    editor.email = "editor@example.org"
    editor.save()
    TOTPDevice.objects.create(user=editor, confirmed=True)
    return editor


def half_in(user: User, **meta: Any) -> Client:
    """A client that has given the right password."""
    client = Client(**meta)
    assert sign_in(user.username, client=client).headers["Location"] == CODE
    return client


def test_a_password_alone_lets_in_whoever_has_no_second_factor(editor: User) -> None:
    client = Client()
    assert sign_in("editor", client=client).headers["Location"] == DESK
    assert is_in(client)


def test_nobody_is_in_before_the_code(coded: User) -> None:
    client = half_in(coded)
    assert not is_in(client)
    assert client.get("/admin/articles/article/").headers["Location"].startswith(LOGIN)
    assert client.get(reverse("newsroom:two_factor")).status_code == 302
    assert client.post(CODE, {"code": code_of(coded)}).headers["Location"] == DESK
    assert is_in(client)


def test_a_code_is_good_once(coded: User) -> None:
    code = code_of(coded)
    assert half_in(coded).post(CODE, {"code": code}).status_code == 302
    again = half_in(coded).post(CODE, {"code": code})
    assert again.status_code == 200
    assert "not right, or was used already" in again.text


def test_a_right_password_does_not_wait_for_its_code_for_ever(coded: User) -> None:
    client = half_in(coded)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert client.post(CODE, {"code": code_of(coded)}).headers["Location"] == LOGIN
    # Nor after the password was changed meanwhile.
    client = half_in(coded)
    coded.set_password("another-word-of-tests")
    coded.save()
    assert client.post(CODE, {"code": code_of(coded, later=1)}).headers["Location"] == LOGIN


def test_a_recovery_code_lets_in_once_and_is_kept_as_a_digest(coded: User) -> None:
    codes = factors.new_codes(coded)
    assert len(set(codes)) == 10
    kept = " ".join(coded.recovery_codes.values_list("digest", flat=True))
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    assert half_in(coded).post(CODE, {"code": codes[0].upper().replace("-", " ")}).status_code == 302
    assert half_in(coded).post(CODE, {"code": codes[0]}).status_code == 200
    assert coded.recovery_codes.count() == 9
    assert not factors.verify(User.objects.create_user("other"), codes[1])


def test_wrong_codes_are_counted_wherever_they_come_from(
    coded: User, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.PROXIES = 1
    statuses = []
    for n in range(12):
        client = half_in(coded, HTTP_X_FORWARDED_FOR=f"203.0.113.{n}")
        with django_capture_on_commit_callbacks(execute=True):
            statuses.append(client.post(CODE, {"code": "000000"}).status_code)
    assert statuses == [200] * 10 + [429] * 2
    # Somebody knows the password: its owner is told, once.
    assert [message.subject for message in mail.outbox] == ["AIWatch: somebody tries codes"]


def test_a_second_factor_is_set_up_by_scanning_a_picture_drawn_on_the_server(editor: User) -> None:
    client, other = Client(), Client()
    sign_in("editor", client=client), sign_in("editor", client=other)
    page = client.get(reverse("newsroom:two_factor"))
    assert re.search(r'<svg class="qr"[^>]*><path d="M0 0h1v1h-1z', page.text)
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "nonce" not in policy and "<script" not in page.text
    assert client.post(reverse("newsroom:two_factor"), {"code": "000000"}).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        shown = client.post(reverse("newsroom:two_factor"), {"code": code_of(editor)})
        codes = re.findall("<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", shown.text)
        assert len(codes) == 10
        # Whoever set it up stays in; every other session was begun without a code, and ends.
        assert is_in(client) and not is_in(other)
        assert codes[0] not in client.get(reverse("newsroom:two_factor")).text


def test_a_role_may_have_to_set_it_up_before_anything_else(publisher: User, settings: Settings) -> None:
    settings.TWO_FACTOR_ROLES = ["publisher"]
    client = Client()
    assert sign_in("publisher", client=client).headers["Location"] == reverse("newsroom:two_factor")
    assert not is_in(client)
    assert "Your role asks for a second factor" in client.get(reverse("newsroom:two_factor")).text
    assert client.post(reverse("newsroom:two_factor"), {"code": code_of(publisher)}).status_code == 200
    assert is_in(client)


def test_a_reset_by_an_administrator_ends_all_sessions_and_is_told_by_mail(
    coded: User, admin_client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client = half_in(coded)
    client.post(CODE, {"code": code_of(coded)})
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(reverse("admin:auth_user_reset_codes", args=[coded.pk]), {"_form_submitted": True})
    assert not is_in(client)
    assert [message.to for message in mail.outbox] == [["editor@example.org"]]
    assert "asks for no code any more: admin" in mail.outbox[0].body
    assert sign_in("editor").headers["Location"] == DESK


def test_the_last_administrator_is_helped_by_a_command(coded: User) -> None:
    call_command("reset_two_factor", "editor", stdout=StringIO())
    assert sign_in("editor").headers["Location"] == DESK
    with pytest.raises(CommandError, match="Nobody is called nobody here"):
        call_command("reset_two_factor", "nobody")


def test_tries_at_a_name_end_for_a_while_and_the_answer_tells_nothing(editor: User) -> None:
    for name in ("editor", "nobody"):
        answers = [sign_in(name, "wrong") for _ in range(7)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
        assert int(answers[-1].headers["Retry-After"]) <= 15 * 60
        assert "Too many tries. Wait" in answers[-1].text
    # Spelt otherwise it is the same name, and the right password comes too late.
    assert sign_in("EDITOR ", "wrong").status_code == 429
    assert sign_in("editor").status_code == 429
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert sign_in("editor").status_code == 302


def test_a_try_without_a_password_makes_none_forgotten(editor: User) -> None:
    tried = [sign_in("editor", word).status_code for word in ("a", "b", "", "c", "d", "e")]
    assert tried == [200] * 5 + [429]


def test_known_and_unknown_names_are_refused_in_the_same_words(editor: User) -> None:
    def shown(name: str) -> str:
        return re.sub('value="[^"]*"', "", sign_in(name, "wrong").text)

    User.objects.create_user("gone", password=PASSWORD, is_staff=True, is_active=False)
    assert shown("editor") == shown("nobody") == shown("gone")
    assert shown("gone") == re.sub('value="[^"]*"', "", sign_in("gone").text)


def test_nobody_shuts_others_out_from_elsewhere(editor: User, settings: Settings) -> None:
    settings.PROXIES = 1
    home = {"HTTP_X_FORWARDED_FOR": "198.51.100.7"}
    assert sign_in("editor", **home).status_code == 302
    tried = [sign_in("editor", "wrong", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}").status_code for n in range(25)]
    assert tried == [200] * 20 + [429] * 5
    assert sign_in("editor", **home).status_code == 302


@pytest.mark.parametrize(
    ("proxies", "address"),
    [
        # Without a proxy nothing that is sent is believed.
        (0, "203.0.113.{n}"),
        # What the client wrote stands before what our proxy added.
        (1, "203.0.113.{n}, 198.51.100.7"),
        # A subscriber of IPv6 has many addresses; so has IPv4 in IPv6's clothes one.
        (1, "2001:db8:1:2::{n}"),
        (1, "::ffff:198.51.100.7"),
    ],
)
def test_no_other_address_is_feigned(editor: User, settings: Settings, proxies: int, address: str) -> None:
    settings.PROXIES = proxies
    tried = [
        sign_in("editor", "wrong", HTTP_X_FORWARDED_FOR=address.format(n=n)).status_code for n in range(6)
    ]
    assert tried == [200] * 5 + [429]


def demote(user: User) -> None:
    user.groups.clear()


def more_rights(user: User) -> None:
    user.user_permissions.add(Permission.objects.get(codename="delete_author"))


def make_superuser(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_superuser=True)


def not_staff(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_staff=False)


def shut_out(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def other_password(user: User) -> None:
    user.set_password("another-word-of-tests")
    user.save()


@pytest.mark.parametrize(
    "change", [demote, more_rights, make_superuser, not_staff, shut_out, other_password, sessions.end_all]
)
def test_a_change_of_what_somebody_is_ends_all_their_sessions(editor: User, change: Any) -> None:
    one, other = Client(), Client()
    for client in (one, other):
        sign_in("editor", client=client)
        assert is_in(client)
    change(editor)
    for client in (one, other):
        assert not is_in(client)
        assert "_auth_user_id" not in client.session
        # Readers' pages see nobody either.
        assert client.get("/").wsgi_request.user.is_anonymous


def test_whoever_changes_their_password_stays_in_there_alone(editor: User) -> None:
    here, elsewhere = Client(), Client()
    sign_in("editor", client=here), sign_in("editor", client=elsewhere)
    new = "another-word-of-tests"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post(reverse("admin:password_change"), typed).status_code == 302
    assert is_in(here) and not is_in(elsewhere)


def test_sessions_do_not_come_back_with_whoever_is_let_in_again(editor: User, admin_client: Client) -> None:
    client, page = Client(), reverse("admin:auth_user_change", args=[editor.pk])
    sign_in("editor", client=client)
    typed = {"username": "editor", "is_staff": "on", "groups": [Group.objects.get(name="editor").pk]}
    dates = {"last_login_0": "", "date_joined_0": "2026-01-01", "date_joined_1": "10:00:00"}
    assert admin_client.post(page, typed | dates).status_code == 302
    assert admin_client.post(page, typed | dates | {"is_active": "on"}).status_code == 302
    assert User.objects.get(pk=editor.pk).is_active and not is_in(client)


@pytest.mark.parametrize(
    "then", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_leads_nowhere_else(coded: User, contributor: User, then: str) -> None:
    client = Client()
    address = f"{LOGIN}?next={then}"
    typed = {"username": "contributor", "password": PASSWORD, "next": then}
    assert client.post(address, typed).headers["Location"] == DESK
    assert client.get(address).headers["Location"] == DESK
    other = Client()
    other.post(address, typed | {"username": "editor"})
    assert other.post(CODE, {"code": code_of(coded)}).headers["Location"] == DESK


def test_the_session_of_before_is_another_after_signing_in(coded: User) -> None:
    client = Client()
    client.get("/admin/new-password/i1-1-" + "0" * 32 + "/")
    before = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    sign_in("editor", client=client)
    between = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    client.post(CODE, {"code": code_of(coded)})
    assert len({before, between, client.cookies[django_settings.SESSION_COOKIE_NAME].value}) == 3
