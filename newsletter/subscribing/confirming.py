"""Asking whoever reads an address's mail whether it was they, and taking their word for it."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from newsletter import links
from newsletter.models import Asking, Delivery, Follow, Subscriber
from readers.addresses import digest, digests, seal, unseal
from readers.mails import Mail

#: So long can a request be confirmed.
CONFIRMABLE = timedelta(days=7)


class TooLate(ValueError):
    """The request is confirmed already, or too old, or gone."""


@transaction.atomic
def ask(address: str, *, weekly: bool, follows: list[tuple[str, int]], at: datetime) -> Asking:
    """Note that an address was typed, and a mail that asks its reader. Nothing tells whether it is known."""
    asking = Asking.objects.create(
        sealed=seal(address), digest=digest(address), weekly=weekly, follows=follows, asked_at=at
    )
    Delivery.objects.create(sort=Delivery.Sort.CONFIRMATION, asking=asking, due_at=at)
    return asking


@transaction.atomic
def confirm(asking: int, at: datetime) -> Subscriber:
    """Have the reader who was asked get what was chosen, besides what they got already. Raises TooLate."""
    waiting = Asking.objects.select_for_update().filter(
        pk=asking, confirmed_at__isnull=True, asked_at__gt=at - CONFIRMABLE
    )
    asked = waiting.first()
    if asked is None:
        raise TooLate
    address = unseal(asked.sealed)
    reader = Subscriber.objects.select_for_update().filter(digest__in=digests(address)).first()
    reader = reader or Subscriber(sealed=asked.sealed, digest=digest(address), confirmed_at=at)
    reader.weekly = reader.weekly or asked.weekly
    reader.ended, reader.ended_at = "", None
    reader.save()
    Follow.objects.bulk_create(
        [Follow(subscriber=reader, about=about, about_id=pk, since=at) for about, pk in asked.follows],
        ignore_conflicts=True,
    )
    Asking.objects.filter(pk=asked.pk).update(confirmed_at=at, sealed="", digest="")
    return reader


def written(delivery: Delivery) -> Mail:
    """The mail that asks. Raises Unreadable where the address cannot be read any more."""
    asking: Any = delivery.asking
    context = {"site": settings.SITE_NAME, "asking": asking, "confirm": links.to_confirm(asking.pk)}
    mail = Mail(
        f"{settings.SITE_NAME}: please confirm your address",
        render_to_string("newsletter/mail/confirm.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [unseal(asking.sealed)],
        headers={"Message-ID": delivery.message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("newsletter/mail/confirm.html", context), "text/html")
    return mail
