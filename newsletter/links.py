"""The signed links in our mails. Opening one changes nothing: mail scanners open them all.

None goes by an id alone: a database that comes back from a backup gives the ids that it lost to others.
"""

from typing import NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_asked = Signer(salt="newsletter.asking", sep=".")
_reader = Signer(salt="newsletter.reader", sep=".")
#: So much of a digest tells two requests of one id apart.
DIGITS = 16


class NoSuchLink(ValueError):
    """The link is none that we made."""


class Reader(NamedTuple):
    """Whose link it is, by their key, and the mail that it stood in, or 0."""

    key: str
    delivery: int = 0


class Asked(NamedTuple):
    """Which request a link confirms, and the begin of its address's digest."""

    asking: int
    digest: str


def to_confirm(asking: int, digest: str) -> str:
    """The address by which whoever reads a mail says that it was they who asked."""
    token = _asked.sign(f"{asking}-{digest[:DIGITS]}")
    return settings.SITE_URL + reverse("newsletter:confirm", args=[token])


def asked_of(token: str) -> Asked:
    """Which request a link confirms. Raises NoSuchLink."""
    try:
        asking, digest = _asked.unsign(token).split("-")
        return Asked(int(asking), digest)
    except (BadSignature, ValueError) as reason:
        raise NoSuchLink from reason


def token_of(reader: Reader) -> str:
    """What makes a link in a mail its reader's own: at most 85 letters that need no encoding anywhere."""
    return _reader.sign(f"{reader.key}-{reader.delivery}")


def reader_of(token: str) -> Reader:
    """Whose link it is, however old the mail. Raises NoSuchLink."""
    try:
        key, delivery = _reader.unsign(token).split("-")
        return Reader(key, int(delivery))
    except (BadSignature, ValueError) as reason:
        raise NoSuchLink from reason


def to_leave(token: str) -> str:
    """The address by which a reader leaves, by one click of a mail program or on the page."""
    return settings.SITE_URL + reverse("newsletter:leave", args=[token])


def to_choose(token: str) -> str:
    """The address at which a reader chooses what they get."""
    return settings.SITE_URL + reverse("newsletter:preferences", args=[token])
