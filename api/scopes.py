"""What a token may be used for, and what is said to whoever wants more of it."""

from typing import Any, cast

from rest_framework import exceptions, permissions
from rest_framework.request import Request

from api.models import Token


class Forbidden(exceptions.PermissionDenied):
    """The owner of the token, or the token, may not do this; says who may."""


class InScope(permissions.BasePermission):
    """The token may be used for this: each scope that writes a kind reads it too."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Raise Forbidden with the scope that is missing."""
        demand_scope(request, *view.scopes_for(request))
        return True


def whose(request: Request) -> str:
    """Under what its idempotency keys are kept."""
    return f"token {cast(Token, request.auth).pk}"


def demand_scope(request: Request, *scopes: str) -> None:
    """Raise Forbidden where the token has none of these scopes."""
    token = cast(Token, request.auth)
    if not {*scopes} & {*token.scopes}:
        has = ", ".join(token.scopes)
        raise Forbidden(f"This token is for {has}. Make one for “{scopes[0]}” in the admin.")
