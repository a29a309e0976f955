"""A mail server that takes all it is given, for whoever asks for it."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.sink import Sink


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A real mail server in a thread, which our mail goes to."""
    with Sink() as server:
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 10},
            }
        }
        yield server
