"""Taking an address: counted, and its reader asked by mail, at most once an hour and a few times a day.

Whoever leaves an address learns nothing of it: neither whether it is known, nor whether its reader was asked lately.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy

from newsletter.following import MOST, Key
from newsletter.models import Asking, Delivery
from newsletter.sending import going
from readers import limits
from readers.addresses import digest, digests, seal
from readers.limits import Claim, Limit, TooOften
from readers.networks import mark

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FROM_A_NETWORK = Limit(
    "newsletter", 10, HOUR, gettext_lazy("Many addresses were left from your network within the hour.")
)
IN_A_DAY = Limit(
    "newsletter, day", 30, DAY, gettext_lazy("Many addresses were left from your network today.")
)
IN_ALL = Limit(
    "newsletter, all", 3000, HOUR, gettext_lazy("More addresses are left just now than we can write to.")
)
#: Programs neither wait nor read, so that fewer are taken of them.
BY_PROGRAM = Limit(
    "newsletter, program",
    5,
    HOUR,
    gettext_lazy("Many addresses were left by programs in your network within the hour."),
)
BY_ALL_PROGRAMS = Limit(
    "newsletter, programs",
    100,
    HOUR,
    gettext_lazy("More addresses are left by programs just now than we take."),
)
#: How often an address is taken, and of these how often its reader is written to. What is more is let fall.
TAKEN = Limit("newsletter, address", 20, DAY, "")
WRITTEN = Limit("newsletter, mails", 3, DAY, "")
#: A reader who waits for the answer does not wait longer than this for the mail server.
AT_ONCE = 5


def refuse_too_many(network: str, at: datetime, *, by_program: bool = False) -> None:
    """Raise TooOften where nobody may leave an address from there for now. Writes nothing; a query a limit."""
    limits.refuse(_claims(network, at, by_program=by_program), at)


def ask(
    address: str,
    *,
    weekly: bool,
    follows: Collection[Key],
    network: str,
    at: datetime | None = None,
    by_program: bool = False,
) -> None:
    """Have the reader of an address asked whether it was they who want the digest and what is to be followed.

    Raises TooOften where too many come from a network or in all. What is refused writes nothing.
    """
    at = at or timezone.now()
    refuse_too_many(network, at, by_program=by_program)
    with transaction.atomic():
        limits.claim(_claims(network, at, by_program=by_program), at)
        _note(address, weekly=weekly, follows=[list(key) for key in follows], at=at)
        transaction.on_commit(write_task.enqueue)


@task
def write_task() -> None:
    """Send what readers wait for; the rest is left to the periodic run."""
    going.send(sort=Delivery.Sort.CONFIRMATION, seconds=AT_ONCE)


def _claims(network: str, at: datetime, *, by_program: bool) -> list[Claim]:
    here = mark(network, timezone.localdate(at))
    claims = [(FROM_A_NETWORK, here), (IN_A_DAY, here), (IN_ALL, "")]
    return [*claims, (BY_PROGRAM, here), (BY_ALL_PROGRAMS, "")] if by_program else claims


def _note(address: str, *, weekly: bool, follows: list[list[object]], at: datetime) -> None:
    """Note what is wanted, and a mail that asks.

    Whoever was written to within the hour and has not confirmed is asked for all of it by that mail. Whoever has
    confirmed meanwhile gets the next when the hour is over.
    """
    try:
        # Counted first: two at once for one address come one after the other.
        limits.claim([(TAKEN, digest(address))], at)
        last = _last_mail(address, at)
        if last and last.asking and last.asking.confirmed_at is None:
            _add(last.asking, weekly=weekly, follows=follows)
            return
        limits.claim([(WRITTEN, digest(address))], at)
    except TooOften:
        return
    asking = Asking.objects.create(
        sealed=seal(address), digest=digest(address), weekly=weekly, follows=follows, asked_at=at
    )
    due = last.due_at + HOUR if last else at
    Delivery.objects.create(sort=Delivery.Sort.CONFIRMATION, asking=asking, due_at=due)


def _last_mail(address: str, at: datetime) -> Delivery | None:
    """The mail by which the reader of an address was asked within the hour, or is yet to be."""
    mails = Delivery.objects.filter(asking__digest__in=digests(address), due_at__gt=at - HOUR)
    found: Delivery | None = mails.select_related("asking").order_by("-due_at", "-pk").first()
    return found


def _add(asking: Asking, *, weekly: bool, follows: list[list[object]]) -> None:
    asking.weekly = asking.weekly or weekly
    asking.follows = [*asking.follows, *(one for one in follows if one not in asking.follows)][:MOST]
    asking.save(update_fields=["weekly", "follows"])
