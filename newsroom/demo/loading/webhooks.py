"""Two receivers of webhooks with what became of their messages. Both are disabled: nothing is ever sent to them."""

from datetime import datetime, timedelta

from django.utils import timezone

from newsroom.demo.loading.cast import Cast, valid
from webhooks import outcome, switching
from webhooks.events import Event
from webhooks.models import Delivery, Endpoint
from webhooks.noting import note
from webhooks.outcome import Outcome
from webhooks.signing import new_secret

#: What came of the first tries: one message each. All others arrived.
HEARD = {
    2: Outcome(status=503, said="Deploying, back in a minute", milliseconds=212),
    5: Outcome(said="mirror.example took too long.", milliseconds=15_003),
    6: Outcome(status=422, said='{"error": "unknown type"}', milliseconds=148),
}
#: The last few still wait.
WAIT = 3


def add_receivers(cast: Cast) -> int:
    """A mirror that was paused, and a program that is gone; returns how many messages there are."""
    mirror = _receiver(cast, "mirror", "Mirrors our articles in Portuguese", list(Event))
    gone = _receiver(cast, "bot", "Posted corrections to a chat", [Event.EDITION_CORRECTED])
    # All of it was written since the loading began.
    now = timezone.now()
    note(now)
    tried = list(mirror.deliveries.order_by("pk"))[:-WAIT]
    for n, delivery in enumerate(tried):
        _came(delivery, HEARD.get(n, Outcome(status=204, milliseconds=90 + n)), now)
    Delivery.objects.filter(pk=tried[max(HEARD)].pk).update(state=Delivery.State.GIVEN_UP)
    for delivery in gone.deliveries.all():
        _came(delivery, Outcome(status=410, said="Gone", milliseconds=61), now)
    switching.disable(mirror)
    # Its owner is nobody, and gets no mail.
    Endpoint.objects.filter(pk=gone.pk).update(told_at=now)
    return Delivery.objects.count()


def _came(delivery: Delivery, heard: Outcome, at: datetime) -> None:
    """Note what came of a first try that nobody made."""
    delivery.tries = 1
    delivery.save(update_fields=["tries"])
    outcome.settle(delivery, heard, at)


def _receiver(cast: Cast, name: str, description: str, events: list[Event]) -> Endpoint:
    """One that has been there since yesterday."""
    yesterday = cast.now - timedelta(days=1)
    endpoint = valid(
        Endpoint(
            address=f"https://{name}.example/hooks",
            description=description,
            mail=f"{name}@example.org",
            sealed=new_secret(),
            made_at=yesterday,
            looked_until=yesterday,
        )
    )
    switching.want(endpoint, events)
    endpoint.wanted.update(since=yesterday)
    return endpoint
