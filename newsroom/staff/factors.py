"""The second factor: an authenticator's codes (django-otp), and recovery codes for the day it is lost."""

import secrets
from base64 import b32encode

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_totp.models import TOTPDevice

from newsroom.staff import mailing, sessions
from newsroom.staff.models import RecoveryCode

HOW_MANY = 10
#: Without what is mixed up when it is copied by hand: ten of them hold 49 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def has_one(user: User) -> bool:
    """Whether a code is asked for at sign-in."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def must_have_one(user: User) -> bool:
    """Whether the settings demand one of the user's role; a superuser is an administrator."""
    demanded = set(settings.TWO_FACTOR_ROLES)
    if user.is_superuser and "administrator" in demanded:
        return True
    return user.groups.filter(name__in=demanded).exists()


def offer(user: User) -> TOTPDevice:
    """A device that is not used yet, the same until it is confirmed."""
    device, _ = TOTPDevice.objects.get_or_create(
        user=user, confirmed=False, defaults={"name": "authenticator"}
    )
    return device


def picture(device: TOTPDevice) -> dict[str, str]:
    """The QR code of a device for an SVG that stands in the page: nothing is fetched for it, no script draws it."""
    import segno  # 6 MB, of which most workers never draw one

    code = segno.make(device.config_url, error="m", micro=False)
    rows = [bytes(row) for row in code.matrix]
    dark = ((x, y) for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    side = len(rows) + 8
    return {"box": f"-4 -4 {side} {side}", "path": "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)}


def key_of(device: TOTPDevice) -> str:
    """A device's key as it is typed where no camera is at hand."""
    key = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


@transaction.atomic
def confirm(device: TOTPDevice, code: str) -> list[str] | None:
    """Begin to ask for a device's codes, once one was right: the new recovery codes, or None for a wrong code."""
    device = TOTPDevice.objects.select_for_update().get(pk=device.pk)
    if device.confirmed or not device.verify_token(code):
        return None
    TOTPDevice.objects.filter(user=device.user, confirmed=True).delete()
    device.confirmed = True
    device.save()
    mailing.send(device.user, "your sign-in now asks for a code", "factor_on")
    return new_codes(device.user)


@transaction.atomic
def new_codes(user: User) -> list[str]:
    """Ten new recovery codes, which are never to be seen again; the old ones end."""
    codes = [f"{_letters(5)}-{_letters(5)}" for _ in range(HOW_MANY)]
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user, code)) for code in codes)
    return codes


@transaction.atomic
def verify(user: User, code: str) -> bool:
    """Whether a code is the authenticator's, not used before, or a recovery code, which is used up by it."""
    typed = "".join(code.split()).casefold()
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device is not None and typed.isascii() and typed.isdigit():
        return bool(device.verify_token(typed))
    used, _ = RecoveryCode.objects.filter(user=user, digest=_digest(user, typed)).delete()
    if used:
        left = user.recovery_codes.count()
        mailing.send(user, "a recovery code was used", "recovery_used", left=left)
    return bool(used)


def warn(user: User) -> None:
    """Tell a user, once an hour, that somebody who knows the password tries codes."""
    if cache.add(f"warned:{user.pk}", True, timeout=3_600):
        mailing.send(user, "somebody tries codes", "codes_tried")


@transaction.atomic
def take_away(user: User, *, by: User) -> None:
    """Have a user sign in without a code again, and tell them by mail. Ends all their sessions."""
    TOTPDevice.objects.filter(user=user).delete()
    user.recovery_codes.all().delete()
    sessions.end_all(user)
    mailing.send(user, "your sign-in asks for no code any more", "factor_off", by=by)


def _letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))


def _digest(user: User, code: str) -> str:
    """A recovery code as it is kept: 49 random bits need no slow digest."""
    typed = code.replace("-", "")
    return salted_hmac(__name__, f"{user.pk} {typed}", algorithm="sha256").hexdigest()
