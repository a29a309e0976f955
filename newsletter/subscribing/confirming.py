"""Asking whoever reads an address's mail whether it was they, and taking their word for it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from newsletter import following, links
from newsletter.links import Asked
from newsletter.models import Asking, Delivery, Follow, Subscriber
from newsletter.sending.letters import letter
from readers.addresses import digest, digests, unseal
from readers.mails import Mail

#: So long can a request be confirmed, and so long is it kept.
CONFIRMABLE = timedelta(days=7)


class TooLate(ValueError):
    """The request is too old, or gone."""


def asked(link: Asked, at: datetime) -> Asking:
    """A request that can be confirmed, or was. Raises TooLate."""
    found: Asking | None = _behind(link, at).first()
    if found is None:
        raise TooLate
    return found


@transaction.atomic
def confirm(link: Asked, at: datetime) -> Subscriber | None:
    """Have the reader who was asked get what was chosen, besides what they got already.

    Returns them, or None where it was confirmed before. Raises TooLate, and Unreadable.
    """
    found = _behind(link, at).select_for_update().first()
    if found is None:
        raise TooLate
    if found.confirmed_at is not None:
        return None
    reader = _reader(unseal(found.sealed), found, at)
    reader.weekly = reader.weekly or found.weekly
    reader.ended, reader.ended_at = "", None
    reader.save()
    follow(reader, found.follows, at)
    Asking.objects.filter(pk=found.pk).update(confirmed_at=at, sealed="")
    return reader


def follow(reader: Subscriber, keys: Iterable[Sequence[Any]], at: datetime) -> None:
    """Have a reader follow these too, as many as anybody may."""
    known = set(reader.follows.values_list("about", "about_id"))
    new = [(about, pk) for about, pk in keys if (about, pk) not in known][
        : following.MOST_IN_ALL - len(known)
    ]
    Follow.objects.bulk_create(
        [Follow(subscriber=reader, about=about, about_id=pk, since=at) for about, pk in new],
        ignore_conflicts=True,
    )


def _behind(link: Asked, at: datetime) -> "QuerySet[Asking]":
    since = at - CONFIRMABLE
    return Asking.objects.filter(pk=link.asking, digest__startswith=link.digest, asked_at__gt=since)


def _reader(address: str, asking: Asking, at: datetime) -> Subscriber:
    """Who has an address, from now on found by the newest secret."""
    new = {"sealed": asking.sealed, "digest": digest(address)}
    known = Subscriber.objects.select_for_update().filter(digest__in=digests(address)).first()
    if known is None:
        # Two requests of one address may be confirmed at once.
        known, _made = Subscriber.objects.select_for_update().get_or_create(
            digest=new["digest"], defaults={"sealed": new["sealed"], "confirmed_at": at}
        )
    known.sealed, known.digest = new["sealed"], new["digest"]
    reader: Subscriber = known
    return reader


def written(delivery: Delivery) -> Mail:
    """The mail that asks, with what was asked for. Raises Unreadable where the address cannot be read any more."""
    asking: Any = delivery.asking
    things = following.public(map(tuple, asking.follows), timezone.now())
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("%(site)s: please confirm your address") % {"site": settings.SITE_NAME}
    said = letter(
        "confirm",
        subject=subject,
        asking=asking,
        things=things,
        days=CONFIRMABLE.days,
        confirm=links.to_confirm(asking.pk, asking.digest),
    )
    mail = Mail(
        subject,
        said.text,
        settings.DEFAULT_FROM_EMAIL,
        [unseal(asking.sealed)],
        headers={"Message-ID": delivery.message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(said.html, "text/html")
    return mail
