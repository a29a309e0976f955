"""A program of the staff: it has a token and asks in JSON."""

import json
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from api import tokens
from api.models import Token

STAFF = "/api/v1/staff/"


class Program:
    """Asks with a token of a user, by default for everything."""

    def __init__(self, user: User, *scopes: str, days: int = 30) -> None:
        ends = timezone.now() + timedelta(days=days)
        self.token, self.text = tokens.make(
            user, name="Test", scopes=scopes or Token.Scope.values, expires_at=ends
        )
        self.client = Client(raise_request_exception=False)

    def ask(self, method: str, address: str, data: Any = None, **headers: str) -> Any:
        """The response; `address` is below /api/v1/staff/."""
        told = {"authorization": f"Bearer {self.text}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        body = data if isinstance(data, bytes) else b"" if data is None else json.dumps(data).encode()
        path = address if "/api/v1/" in address else STAFF + address
        return self.client.generic(method, path, body, "application/json", headers=told)

    def get(self, address: str, **headers: str) -> Any:
        """Look at something."""
        return self.ask("GET", address, **headers)

    def post(self, address: str, data: Any, **headers: str) -> Any:
        """Send something."""
        return self.ask("POST", address, data, **headers)

    def change(self, address: str, data: Any) -> Any:
        """Look at something, and change what was seen."""
        return self.ask("PATCH", address, data, if_match=self.tag(address))

    def do(self, address: str, verb: str, data: Any) -> Any:
        """Look at something, and do something with what was seen."""
        return self.ask("POST", f"{address}{verb}/", data, if_match=self.tag(address))

    def tag(self, address: str) -> str:
        """The ETag of something."""
        return str(self.get(address).headers.get("ETag", '"none"'))
