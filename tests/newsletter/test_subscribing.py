"""Readers leave an address on any page, and get what they chose once they said by mail that it was they."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from newsletter.models import Asking, Subscriber
from readers.addresses import unseal

pytestmark = pytest.mark.django_db

HERE = {"origin": "http://testserver"}
ADDRESS = "ada@example.org"


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> Iterator[time_machine.Traveller]:
    """Mail goes into a list; the clock stands still, a while before limits begin anew."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    mail.outbox = []
    settings.MAIL_CONNECTIONS = 1
    now = timezone.now().replace(hour=9, minute=5, second=0, microsecond=0)
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def left(client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Any:
    """Sends the form."""

    def send(address: str = ADDRESS, *, network: str = "192.0.2.1", headers: Any = HERE, **sent: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(
                "/newsletter/",
                {"email": address, "weekly": "on"} | sent,
                headers=headers,
                REMOTE_ADDR=network,
            )

    return send


def link() -> str:
    """The link of the newest mail."""
    return next(line for line in mail.outbox[-1].body.splitlines() if "/confirm/" in line).removeprefix(
        "http://127.0.0.1:8000"
    )


def test_from_the_foot_of_a_page_to_the_digest(left: Any, client: Client) -> None:
    page = client.get("/about/")
    assert 'action="/newsletter/"' in page.text and not page.cookies
    assert left().headers["Location"] == "/newsletter/thanks/"
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS] and "List-Unsubscribe" not in sent.extra_headers
    assert "The weekly digest" in sent.body and not Subscriber.objects.exists()
    strict = Client(enforce_csrf_checks=True)
    for _ in range(100):
        shown = strict.get(link())
        assert strict.head(link()).status_code == shown.status_code == 200
    assert "Yes, send it to me" in shown.text and not Subscriber.objects.exists()
    assert shown["Cache-Control"] == "private, no-store" and shown["Referrer-Policy"] == "no-referrer"
    assert shown["X-Robots-Tag"] == "noindex" and not shown.cookies
    assert "It is confirmed" in strict.post(link()).text
    reader = Subscriber.objects.get()
    assert reader.weekly and unseal(reader.sealed) == ADDRESS
    assert "Pressing again changes nothing" in strict.post(link()).text
    assert Asking.objects.get().sealed == ""
