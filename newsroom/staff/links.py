"""Signed links in mail: to accept an invitation, and to set a new password. They expire and work once.

Short enough for a line of a mail: who, from when, and one digest of both and of what changes once it is used.
"""

import re
import time
from typing import Literal

from django.contrib.auth.models import User
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from newsroom.staff.mailing import address_of

Purpose = Literal["invitation", "reset"]

#: How long each is good for, in seconds.
GOOD_FOR: dict[Purpose, int] = {"invitation": 7 * 86_400, "reset": 3_600}
PURPOSES: dict[str, Purpose] = {purpose[0]: purpose for purpose in GOOD_FOR}
TOKEN = re.compile(r"([ir])([0-9a-z]{1,12})-([0-9a-z]{1,8})-([0-9a-f]{32})")


def address(user: User, purpose: Purpose) -> str:
    """The link for a mail."""
    made = int(time.time())
    token = f"{purpose[0]}{int_to_base36(user.pk)}-{int_to_base36(made)}-{_digest(user, purpose, made)}"
    return address_of("newsroom:follow_link", token)


def read(token: str) -> tuple[User, Purpose] | None:
    """Whose link it is and what for, or None where it is forged, too old or used."""
    parts = TOKEN.fullmatch(token)
    if parts is None:
        return None
    purpose, made = PURPOSES[parts[1]], base36_to_int(parts[3])
    user = User.objects.filter(pk=base36_to_int(parts[2]), is_active=True).first()
    if user is None or not constant_time_compare(parts[4], _digest(user, purpose, made)):
        return None
    return (user, purpose) if 0 <= time.time() - made < GOOD_FOR[purpose] else None


def _digest(user: User, purpose: Purpose, made: int) -> str:
    """Of all that a link says, and of what changes once it was used, or another way in was found."""
    seen = user.last_login.isoformat() if user.last_login else ""
    said = f"{purpose} {made} {user.pk} {user.password} {user.email} {seen}"
    return salted_hmac(__name__, said, algorithm="sha256").hexdigest()[:32]
