"""Tokens: made, revoked, and found again by what a program sends."""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from api.models import Token

#: How tokens look: a scanner for secrets that were published by mistake finds them by it.
PREFIX = "aiw_"
SHAPE = re.compile(r"aiw_[A-Za-z0-9_-]{43}", re.ASCII)
LONGEST = timedelta(days=366)
#: How exactly “last used” is known.
USED_EVERY = timedelta(minutes=1)
MOST = 50


class TokenRefused(ValueError):
    """The token cannot be made so, or is not good any more; the message says why."""


class NoSuchToken(ValueError):
    """Nobody has a token like this."""


#: What users are, in words, by their ids: whoever is another by now has no token any more.
Standings = Callable[[Sequence[User]], dict[int, str]]

_standings: list[Standings] = []


def stand_by(standings: Standings) -> None:
    """Name how an app further up tells what users are; their tokens end when that changes."""
    _standings.append(standings)


def standings_of(users: Iterable[User]) -> dict[int, str]:
    """A digest for each user of all that their tokens hang on."""
    found = {user.pk: user for user in users}
    told = [standings(list(found.values())) for standings in _standings]
    return {
        pk: _digest(" ".join([user.password, *(each[pk] for each in told)])) for pk, user in found.items()
    }


@transaction.atomic
def make(
    user: User, *, name: str, scopes: Sequence[str], expires_at: datetime, now: datetime | None = None
) -> tuple[Token, str]:
    """A new token, and its text, which is not to be had again. Raises TokenRefused."""
    now = now or timezone.now()
    if not now < expires_at <= now + LONGEST:
        raise TokenRefused("A token lasts a year at most.")
    unknown = sorted({*scopes} - {*Token.Scope.values})
    if unknown or not scopes:
        raise TokenRefused(f"Choose scopes among {', '.join(Token.Scope.values)}.")
    User.objects.select_for_update().get(pk=user.pk)
    refuse_too_many(user, now)
    text = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        user=user,
        name=name,
        digest=_digest(text),
        hint=text[: len(PREFIX) + 4],
        scopes=[scope for scope in Token.Scope.values if scope in scopes],
        standing=standings_of([user])[user.pk],
        made_at=now,
        expires_at=expires_at,
    )
    return token, text


def refuse_too_many(user: User, now: datetime) -> None:
    """Raise TokenRefused where a user has as many as anybody needs."""
    if Token.objects.filter(user=user, revoked_at=None, expires_at__gt=now).count() >= MOST:
        raise TokenRefused(f"You have {MOST} tokens that are good. Revoke those that nothing uses.")


def revoke(token: Token) -> None:
    """End a token; nothing for one that was revoked before."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])


def found(text: str, *, now: datetime | None = None) -> Token:
    """The token with this text, with its owner, noted as used. Raises NoSuchToken, TokenRefused.

    Only whoever has the text itself is told what became of it.
    """
    now = now or timezone.now()
    if not SHAPE.fullmatch(text):
        raise NoSuchToken
    token: Token | None = Token.objects.select_related("user").filter(digest=_digest(text)).first()
    if token is None:
        raise NoSuchToken
    if ended := why_ended(token, standings_of([token.user])[token.user_id], now):
        raise TokenRefused(f"This token {ended}. Make another in the admin.")
    _note_use(token, now)
    return token


def why_ended(token: Token, standing: str, now: datetime) -> str:
    """Why a token is not good any more, as the end of a sentence; empty while it is. standing: its owner's now."""
    if token.revoked_at:
        return f"was revoked on {_day(token.revoked_at)}"
    if token.expires_at <= now:
        return f"expired on {_day(token.expires_at)}"
    user = token.user
    if not (user.is_active and user.is_staff) or token.standing != standing:
        return "ended, for its owner’s account was changed after it was made"
    return ""


def _note_use(token: Token, now: datetime) -> None:
    """Write down that it was used, at most once a minute; whoever looks at the same time writes it once."""
    if token.last_used_at is None or token.last_used_at <= now - USED_EVERY:
        before = Q(last_used_at=token.last_used_at)
        Token.objects.filter(before, pk=token.pk).update(last_used_at=now)


def _day(moment: datetime) -> Any:
    return f"{timezone.localtime(moment):%-d %B %Y}"


def _digest(text: str) -> str:
    """A secret of 256 random bits needs no slow digest."""
    return hashlib.sha256(text.encode()).hexdigest()
