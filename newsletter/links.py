"""The signed links in our mails. Opening one changes nothing: mail scanners open them all."""

from typing import NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_asked = Signer(salt="newsletter.asking", sep=".")
_reader = Signer(salt="newsletter.reader", sep=".")


class NoSuchLink(ValueError):
    """The link is none that we made."""


class Reader(NamedTuple):
    """Whose link it is, and the mail that it stood in."""

    subscriber: int
    delivery: int


def to_confirm(asking: int) -> str:
    """The address by which whoever reads a mail says that it was they who asked."""
    return settings.SITE_URL + reverse("newsletter:confirm", args=[_asked.sign(str(asking))])


def asking_of(token: str) -> int:
    """Which request a link confirms. Raises NoSuchLink."""
    try:
        return int(_asked.unsign(token))
    except (BadSignature, ValueError) as reason:
        raise NoSuchLink from reason


def token_of(reader: Reader) -> str:
    """What makes a link in a mail its reader's own: at most 75 letters that need no encoding anywhere."""
    return _reader.sign(f"{reader.subscriber}-{reader.delivery}")


def reader_of(token: str) -> Reader:
    """Whose link it is, however old the mail. Raises NoSuchLink."""
    try:
        subscriber, delivery = _reader.unsign(token).split("-")
        return Reader(int(subscriber), int(delivery))
    except (BadSignature, ValueError) as reason:
        raise NoSuchLink from reason


def to_leave(token: str) -> str:
    """The address by which a reader leaves, by one click of a mail program or on the page."""
    return settings.SITE_URL + reverse("newsletter:leave", args=[token])


def to_choose(token: str) -> str:
    """The address at which a reader chooses what they get."""
    return settings.SITE_URL + reverse("newsletter:preferences", args=[token])
