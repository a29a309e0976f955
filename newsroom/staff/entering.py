"""The way in: a password, then a code where one is asked for. Nobody is signed in before both were right."""

import time

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from newsroom.staff import factors, limits
from readers.networks import network_of

PENDING = "sign-in to be completed"
#: How long a right password waits for its code, in seconds.
WAITS = 600
BACKEND = "django.contrib.auth.backends.ModelBackend"


def begin(request: HttpRequest, user: User, *, then: str) -> str:
    """Go on after a right password. Returns the name of the page that comes next, or "" once signed in."""
    if factors.has_one(user):
        page = "newsroom:code"
    elif factors.must_have_one(user):
        page = "newsroom:two_factor"
    else:
        complete(request, user)
        return ""
    # Nothing of who was signed in here before, and no session that somebody else may know.
    request.session.flush()
    request.session[PENDING] = {
        "user": user.pk,
        "password": user.get_session_auth_hash(),
        "at": time.time(),
        "then": then,
    }
    return page


def waiting(request: HttpRequest) -> tuple[User, str] | None:
    """Who gave the right password in this session and not yet the rest, and where they wanted to go."""
    held = request.session.get(PENDING)
    if not held or not 0 <= time.time() - held["at"] < WAITS:
        return None
    user = User.objects.filter(pk=held["user"], is_active=True).first()
    if user is None or not constant_time_compare(held["password"], user.get_session_auth_hash()):
        return None
    return user, held["then"]


def complete(request: HttpRequest, user: User) -> None:
    """Sign in, and know the network from then on."""
    request.session.pop(PENDING, None)
    login(request, user, backend=BACKEND)
    limits.remember(user, network_of(request))
