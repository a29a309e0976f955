"""Whoever sends a token is its owner, for what the token may be used for."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from api import tokens
from api.models import Token
from readers.limits import Limit, claim
from readers.networks import mark, network_of

REALM = "AIWatch staff"
#: Tokens that nobody has, from one network. Nobody guesses one; whoever tries is not looked up for ever.
UNKNOWN = Limit("tokens refused", 60, timedelta(minutes=15), gettext_lazy("Too many tokens that nobody has."))


class Refused(exceptions.AuthenticationFailed):
    """There is no token, or it is not good; the sentence says what to do."""


class Bearer(BaseAuthentication):
    """`Authorization: Bearer aiw_…`; nothing else lets anybody in, no cookie and no password."""

    def authenticate(self, request: Request) -> tuple[User, Token]:
        """The owner and the token. Raises Refused, or TooOften for many that nobody has."""
        kind, _, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if kind.lower() != "bearer" or not text.strip():
            raise Refused(
                "Send a token: “Authorization: Bearer aiw_…”. It is made in the admin, under API tokens."
            )
        try:
            token = tokens.found(text.strip())
        except tokens.NoSuchToken:
            _count(request)
            raise Refused("This token is not known here. Make another in the admin.") from None
        except tokens.TokenRefused as reason:
            raise Refused(str(reason)) from None
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """What is asked for, with every 401."""
        return f'Bearer realm="{REALM}"'


def _count(request: Request) -> None:
    now = timezone.now()
    with transaction.atomic():
        claim([(UNKNOWN, mark(network_of(request._request), now.date()))], now)


class BearerScheme(OpenApiAuthenticationExtension):
    """What the schema says of it."""

    target_class = Bearer
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token of the staff."""
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "aiw_…",
            "description": "A token that somebody on the staff made in the admin; docs: Tokens.",
        }
