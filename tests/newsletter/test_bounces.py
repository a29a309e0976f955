"""What comes back ends deliveries: a provider's word, and what it takes."""

import json
from base64 import b64encode
from importlib import reload
from typing import Any

import pytest
from anymail.signals import AnymailTrackingEvent, tracking
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import clear_url_caches
from django.utils import timezone
from pytest_django import Settings

from aiwatch import environment, urls
from newsletter import urls as ours
from newsletter.models import Delivery, Subscriber
from newsletter.sending import going
from tests.factories import make_issue, make_subscriber

pytestmark = pytest.mark.django_db


def sent() -> tuple[Subscriber, Delivery]:
    reader, issue = make_subscriber(), make_issue()
    values = {"state": "sent", "begun_at": timezone.now()}
    delivery = Delivery.objects.create(sort=Delivery.Sort.ISSUE, issue=issue, subscriber=reader, **values)
    return reader, delivery


def tell(kind: str, **values: Any) -> None:
    tracking.send(sender=None, event=AnymailTrackingEvent(event_type=kind, **values), esp_name="Postmark")


@pytest.mark.parametrize(
    ("kind", "reason", "ended", "state"),
    [
        ("bounced", "bounced", "bounced", "bounced"),
        ("bounced", "blocked", "", "bounced"),
        ("rejected", "invalid", "bounced", "bounced"),
        ("complained", None, "complained", "sent"),
        ("unsubscribed", None, "left", "sent"),
        ("deferred", None, "", "sent"),
        ("opened", None, "", "sent"),
    ],
)
def test_what_is_told_of_a_mail_ends_deliveries_or_does_not(
    kind: str, reason: str | None, ended: str, state: str
) -> None:
    reader, delivery = sent()
    for _ in range(2):
        tell(kind, metadata={"mail": delivery.message_id}, reject_reason=reason, message_id="theirs")
    reader.refresh_from_db()
    delivery.refresh_from_db()
    assert (reader.ended, delivery.state) == (ended, state)


def test_whoever_complains_of_a_mail_that_is_not_known_is_found_by_the_address() -> None:
    reader, _ = sent()
    tell("complained", recipient="Reader@Example.org", metadata={}, message_id="theirs")
    tell("complained", recipient="nobody@example.org", metadata=None, message_id=None)
    reader.refresh_from_db()
    assert reader.ended == "complained"


def test_a_provider_shows_who_it_is_before_it_is_heard(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, delivery = sent()
    settings.ANYMAIL = {"WEBHOOK_SECRET": "provider:secret"}
    for module in (ours, urls):
        reload(module)
    clear_url_caches()
    try:
        told = {
            "RecordType": "Bounce",
            "Type": "HardBounce",
            "Email": "reader@example.org",
            "MessageID": "theirs",
            "BouncedAt": "2026-11-26T09:00:00Z",
            "Metadata": {"mail": delivery.message_id},
        }
        for secret, status in (("provider:wrong", 400), ("provider:secret", 200)):
            mark = b64encode(secret.encode()).decode()
            response = Client().post(
                "/newsletter/events/postmark/tracking/",
                json.dumps(told),
                content_type="application/json",
                headers={"Authorization": f"Basic {mark}"},
            )
            assert response.status_code == status
            reader.refresh_from_db()
            assert reader.ended == ("bounced" if status == 200 else "")
        assert Client().post("/newsletter/events/postmark/inbound/").status_code == 404
    finally:
        settings.ANYMAIL = {}
        for module in (ours, urls):
            reload(module)
        clear_url_caches()


def test_a_provider_is_one_address_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL", "mailgun://?api_key=k%2Fey&sender_domain=mail.example.org")
    monkeypatch.setenv("EVENTS", "provider:secret")
    assert environment.mailers("MAIL")["default"]["BACKEND"] == "anymail.backends.mailgun.EmailBackend"
    assert environment.anymail("MAIL", "EVENTS") == {
        "MAILGUN_API_KEY": "k/ey",
        "MAILGUN_SENDER_DOMAIN": "mail.example.org",
        "WEBHOOK_SECRET": "provider:secret",
    }
    monkeypatch.setenv("MAIL", "carrier-pigeon://loft")
    with pytest.raises(ImproperlyConfigured, match="smtp://user"):
        environment.mailers("MAIL")


def test_a_provider_is_handed_what_a_mail_is_made_of(settings: Settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": "anymail.backends.test.EmailBackend"}}
    make_subscriber()
    make_issue(send_at=timezone.now())
    assert going.run() == 1
    delivery = Delivery.objects.get()
    assert delivery.state == "sent"
