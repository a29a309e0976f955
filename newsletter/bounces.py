"""What a provider's program tells us of our mails: that one came back, was called spam, or its reader left there."""

from typing import Any

from django.db import transaction

from newsletter import endings
from newsletter.models import Delivery, Subscriber
from readers.addresses import digests

State = Delivery.State
#: Reasons that are the address's own; with others the next mail may arrive.
NO_SUCH_ADDRESS = {"invalid", "bounced"}


def heard(sender: Any, event: Any, **_: Any) -> None:
    """Take an event as Anymail tells it, whichever provider it came from. Can be told twice, and too late."""
    match event.event_type:
        case "bounced" | "rejected":
            _came_back(event)
        case "complained":
            for subscriber in _whose(event):
                endings.complained(subscriber)
        case "unsubscribed":
            for subscriber in _whose(event):
                endings.left_elsewhere(subscriber)


@transaction.atomic
def _came_back(event: Any) -> None:
    gone = Delivery.objects.filter(message_id=_mail(event), state__in=[State.SENT, State.SENDING])
    gone.update(state=State.BOUNCED, failure=f"It came back: {event.reject_reason or 'bounced'}.")
    if event.reject_reason in NO_SUCH_ADDRESS:
        for subscriber in _whose(event):
            endings.bounced(subscriber)


def _mail(event: Any) -> str:
    """The Message-ID that we gave the mail: providers have names of their own, and send ours along."""
    return str((event.metadata or {}).get("mail", event.message_id or ""))


def _whose(event: Any) -> list[int]:
    """To whom the mail went: by the mail where we know it, else by the address."""
    found = Delivery.objects.filter(message_id=_mail(event)).values_list("subscriber", flat=True)
    if known := [pk for pk in found if pk]:
        return known
    addressed = Subscriber.objects.filter(digest__in=digests(event.recipient or ""))
    return list(addressed.values_list("pk", flat=True))
