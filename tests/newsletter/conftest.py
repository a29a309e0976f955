"""A mail server that takes all it is given, for whoever asks for it; and a reader who leaves an address."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.sink import Sink

ADDRESS = "ada@example.org"
HERE = {"origin": "http://testserver"}


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A real mail server in a thread, which our mail goes to."""
    with Sink() as server:
        settings.MAILERS = {
            "default": {
                "BACKEND": "readers.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 10},
            }
        }
        yield server


@pytest.fixture
def clock(settings: Settings) -> Iterator[time_machine.Traveller]:
    """A clock that stands still, a while before limits begin anew; mail goes into a list."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.MAIL_CONNECTIONS = 1
    mail.outbox = []
    with time_machine.travel(
        timezone.now().replace(hour=9, minute=5, second=0, microsecond=0), tick=False
    ) as clock:
        yield clock


@pytest.fixture
def leave_address(
    clock: time_machine.Traveller,
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Callable[..., Any]:
    """Sends the form for the digest, and what waits to be mailed then."""

    def send(address: str = ADDRESS, *, network: str = "192.0.2.1", headers: Any = HERE, **sent: Any) -> Any:
        form = {"email": address, "weekly": "on"} | sent
        with django_capture_on_commit_callbacks(execute=True):
            return client.post("/newsletter/", form, headers=headers, REMOTE_ADDR=network)

    return send


def newest_link() -> str:
    """The link of the newest mail."""
    lines = mail.outbox[-1].body.splitlines()
    return next(line for line in lines if "/confirm/" in line).removeprefix("http://127.0.0.1:8000")
