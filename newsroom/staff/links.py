"""Signed links in mail: to accept an invitation, and to set a new password. They expire and work once."""

from datetime import timedelta
from typing import Literal

from django.contrib.auth.models import User
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from newsroom.staff.mailing import address_of

Purpose = Literal["invitation", "reset"]

GOOD_FOR: dict[Purpose, timedelta] = {"invitation": timedelta(days=7), "reset": timedelta(hours=1)}


def address(user: User, purpose: Purpose) -> str:
    """The link for a mail."""
    said = [user.pk, _state(user)]
    return address_of("newsroom:follow_link", signing.dumps([purpose, *said], salt=__name__))


def read(token: str) -> tuple[User, Purpose] | None:
    """Whose link it is and what for, or None where it is forged, too old or used."""
    try:
        purpose, pk, state = signing.loads(token, salt=__name__)
        # What it is for is signed with it, and so decides how long it is good for.
        signing.loads(token, salt=__name__, max_age=GOOD_FOR[purpose])
    except (signing.BadSignature, ValueError, TypeError, KeyError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or not constant_time_compare(state, _state(user)):
        return None
    return user, purpose


def _state(user: User) -> str:
    """What changes once the link was used, or another way in was found, or the address is another's."""
    seen = user.last_login.isoformat() if user.last_login else ""
    held = f"{user.pk} {user.password} {user.email} {seen}"
    return salted_hmac(__name__, held, algorithm="sha256").hexdigest()[:32]
