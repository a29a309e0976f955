"""Tokens of the API as their owners make them: which scopes their roles could use, and the mail that tells of one."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from api import tokens
from api.models import Token
from articles.workflow import may, roles_of
from newsroom.staff import mailing

#: How long a token may last, by the days.
LASTS = ((30, "30 days"), (90, "90 days"), (365, "A year"), (7, "A week"), (1, "A day"))


def scopes_of(user: User) -> list[tuple[str, str]]:
    """The scopes that a user could use, each with what it is for. A few queries."""
    if not roles_of(user):
        return []
    could = {
        Token.Scope.READ: True,
        Token.Scope.DRAFTS: user.has_perm("articles.add_article"),
        Token.Scope.RECORDS: user.has_perm("companies.change_company"),
        Token.Scope.FACTS: user.has_perm("facts.change_fact"),
        Token.Scope.PUBLISH: may(user, "publish"),
    }
    return [(scope.value, scope.label) for scope in Token.Scope if could[scope]]


@transaction.atomic
def make(user: User, *, name: str, scopes: list[str], days: int, now: datetime) -> tuple[Token, str]:
    """A new token and its text; its owner hears of it by mail. Raises tokens.TokenRefused."""
    token, text = tokens.make(user, name=name, scopes=scopes, expires_at=now + timedelta(days=days), now=now)
    mailing.send(user, "a token for the API was made", "token_made", token=token)
    return token, text
