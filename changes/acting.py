"""Who acts just now, for what is written down of every change, whichever verb makes it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponseBase


@dataclass
class Act:
    """One thing that somebody does: a request, or a command. What it alters of one object is one row."""

    by: Any = None
    rows: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def user(self) -> Any:
        """Who does it, or None for nobody who is signed in."""
        user = self.by() if callable(self.by) else self.by
        return user if user is not None and user.is_authenticated else None


NOW: ContextVar[Act | None] = ContextVar("act", default=None)


@contextmanager
def acting(by: Any = None) -> Iterator[Act]:
    """All within is done by this user, or by whom the given function says."""
    act = Act(by)
    token = NOW.set(act)
    try:
        yield act
    finally:
        NOW.reset(token)


class ActingMiddleware:
    """Makes every request one act of whoever is signed in, who is asked for only where something is altered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer within the act."""
        with acting(lambda: request.user):
            return self.get_response(request)
