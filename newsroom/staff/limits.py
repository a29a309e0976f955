"""How often somebody may try to get in, counted in the database so that all workers agree.

Five tries at a name from one network, fifty from a network at any names. Twenty at a name from anywhere, after
which only networks from which its owner signed in before are let through: so nobody shuts others out.
"""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.crypto import salted_hmac

from newsroom.staff.models import Attempt
from readers.limits import TooOften as TooOften

Kind = Attempt.Kind

WINDOW = timedelta(minutes=15)
KNOWN_FOR = timedelta(days=90)
#: Of each kind: most tries at a name from a network, from a network, at a name from networks that are not known.
MOST = {Kind.PASSWORD: (5, 50, 20), Kind.CODE: (5, 50, 10), Kind.RESET: (3, 10, 3)}


def name_for_codes(user: User) -> str:
    """What codes of a user are counted under: no name that somebody could have."""
    return f"#{user.pk}"


def claim(kind: Kind, name: str, network: str) -> None:
    """Count one try before it is looked at. Raises TooOften, and then the try is not counted."""
    digest = _digest(name)
    _refuse_too_many(kind, digest, network, made=0)
    # Written first and counted then, so that of many at once no more than the limit are looked at.
    attempt = Attempt.objects.create(kind=kind, name=digest, network=network)
    try:
        _refuse_too_many(kind, digest, network, made=1)
    except TooOften:
        attempt.delete()
        raise


def forgive(kind: Kind, name: str, network: str) -> None:
    """Forget the tries at a name from a network, for the last one was right."""
    Attempt.objects.filter(kind=kind, name=_digest(name), network=network).delete()


def remember(user: User, network: str) -> None:
    """Note that somebody got in from there, and forget what is too old to matter."""
    now, signed_in = timezone.now(), Attempt.objects.filter(kind=Kind.SIGNED_IN)
    signed_in.filter(at__lte=now - KNOWN_FOR).delete()
    Attempt.objects.exclude(kind=Kind.SIGNED_IN).filter(at__lte=now - WINDOW).delete()
    for digest in (_digest(user.get_username()), _digest(name_for_codes(user))):
        signed_in.filter(name=digest, network=network).delete()
        Attempt.objects.create(kind=Kind.SIGNED_IN, name=digest, network=network)


def _refuse_too_many(kind: Kind, digest: str, network: str, *, made: int) -> None:
    """Raise TooOften where a limit is reached; `made` is 1 once the try itself is among the rows."""
    since = timezone.now() - WINDOW
    at_name, from_network, anywhere = MOST[kind]
    tries = Attempt.objects.filter(kind=kind, at__gt=since)
    known = Attempt.objects.filter(kind=Kind.SIGNED_IN, name=digest, at__gt=timezone.now() - KNOWN_FOR)
    of_name = tries.filter(name=digest)
    for counted, most, applies in (
        (of_name.filter(network=network), at_name, True),
        (tries.filter(network=network), from_network, True),
        (of_name.exclude(network__in=known.values("network")), anywhere, None),
    ):
        times = list(counted.order_by("-at").values_list("at", flat=True)[: most + made])
        if len(times) < most + made or (applies is None and known.filter(network=network).exists()):
            continue
        raise TooOften(int((times[-1] - since).total_seconds()))


def locked_out(at: datetime) -> list[tuple[User, datetime]]:
    """Who cannot sign in from somewhere for now, with their last try. A query; one more if somebody cannot."""
    tries = Attempt.objects.filter(kind__in=(Kind.PASSWORD, Kind.CODE), at__gt=at - WINDOW)
    found: dict[str, datetime] = {}
    for row in tries.values("kind", "name", "network").annotate(tried=Count("pk"), last=Max("at")):
        if row["tried"] >= MOST[Kind(row["kind"])][0]:
            found[row["name"]] = max(row["last"], found.get(row["name"], row["last"]))
    known = User.objects.filter(is_active=True, is_staff=True) if found else ()
    last = {
        user: [found[name] for name in map(_digest, (user.username, name_for_codes(user))) if name in found]
        for user in known
    }
    return sorted(((user, max(times)) for user, times in last.items() if times), key=lambda one: one[1])


def _digest(name: str) -> str:
    """A name as it is kept: as little told apart as the sign-in does, and not to be read."""
    return salted_hmac("newsroom.staff.limits", name.strip().casefold(), algorithm="sha256").hexdigest()
