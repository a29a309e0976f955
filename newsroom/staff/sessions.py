"""Ends the sessions of whoever is no longer what they were when they signed in, and their tokens.

A session carries the digest of its user's standing: rights, groups, second factor. Django itself does the same
for the password.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import Group, Permission, User
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django_otp.plugins.otp_totp.models import TOTPDevice

from api import tokens
from newsroom.staff.models import Account

STANDING = "standing"
#: How exactly “last seen” is known.
SEEN_EVERY = timedelta(minutes=5)


def standing(user: User) -> str:
    """The digest of all that a user's rights hang on. One query."""
    return salted_hmac("newsroom.staff.sessions", said_of([user])[user.pk], algorithm="sha256").hexdigest()


def said_of(users: Sequence[User]) -> dict[int, str]:
    """All that the rights of users hang on, in words, by their ids. One query."""
    held: dict[int, list[tuple[str, str]]] = {user.pk: [] for user in users}
    for owner, *what in _held(users):
        held[owner].append((what[0], what[1]))
    return {
        user.pk: f"{user.pk} {user.is_active} {user.is_staff} {user.is_superuser} {user.email} {sorted(held[user.pk])}"
        for user in users
    }


def _held(users: Sequence[User]) -> Any:
    """What users have been given, each with its user's id, as a kind and a number."""

    def rows(model: Any, kind: str, number: str, **which: Any) -> Any:
        found = model.objects.filter(user__in=users, **which).order_by()
        told = {"kind": Value(kind), "number": Cast(F(number), CharField()), "owner": F("user")}
        return found.annotate(**told).values_list("owner", "kind", "number")

    return rows(Group, "group", "pk").union(
        rows(Permission, "permission", "pk"),
        rows(TOTPDevice, "device", "pk", confirmed=True),
        rows(Account, "sessions", "sessions", sessions__gt=0),
    )


def keep(request: HttpRequest, user: User) -> None:
    """Let this session outlast a change of its user's standing, which they made in it themselves."""
    request.session[STANDING] = standing(user)


def end_all(user: User) -> None:
    """End every session of a user, at its next request."""
    Account.objects.get_or_create(user=user)
    Account.objects.filter(user=user).update(sessions=F("sessions") + 1)


def on_sign_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Note what the user was when the session began."""
    keep(request, user)
    see(user)


def see(user: User) -> None:
    """Note that a user is here, at most every five minutes."""
    if cache.add(f"seen:{user.pk}", True, timeout=SEEN_EVERY.total_seconds()):
        Account.objects.update_or_create(user=user, defaults={"seen_at": timezone.now()})


class StandingMiddleware:
    """Signs out whoever's session does not fit what they are by now. One query for whoever is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look, then answer."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            user = request.user
            held = request.session.get(STANDING, "")
            if isinstance(user, User) and constant_time_compare(held, standing(user)):
                see(user)
            else:
                logout(request)
        return self.get_response(request)


def connect() -> None:
    """Have every way of signing in note the standing, and tokens end with it as sessions do."""
    user_logged_in.connect(on_sign_in, dispatch_uid="newsroom.staff.sessions")
    tokens.stand_by(said_of)
