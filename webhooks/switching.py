"""Which endpoints are called: what they want, and disabling and enabling them."""

import logging
from collections.abc import Collection

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from webhooks.models import Delivery, Endpoint

logger = logging.getLogger(__name__)

State = Delivery.State
BY_HAND = "By hand."


@transaction.atomic
def want(endpoint: Endpoint, events: Collection[str]) -> None:
    """Have an endpoint told of these events from now on, of those that it has already as before, and of no other.

    What waits of another is dropped.
    """
    had = set(endpoint.wanted.values_list("event", flat=True))
    endpoint.wanted.exclude(event__in=events).delete()
    for event in set(events) - had:
        endpoint.wanted.create(event=event)
    gone = had - set(events)
    endpoint.deliveries.filter(event__in=gone, state__in=(State.WAITING, State.HELD)).update(
        state=State.DROPPED
    )


@transaction.atomic
def disable(endpoint: Endpoint, *, because: str = BY_HAND) -> bool:
    """Call an endpoint no more; whether it was called until now. Its owner gets a mail, unless it is done by hand.

    What waits for it stays, and what changes is noted once it is enabled again.
    """
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    if not endpoint.is_active:
        return False
    endpoint.disabled_at, endpoint.disabled_because = timezone.now(), because
    endpoint.told_at = endpoint.disabled_at if because == BY_HAND else None
    endpoint.save(update_fields=["disabled_at", "disabled_because", "told_at"])
    return True


@transaction.atomic
def enable(endpoint: Endpoint) -> None:
    """Call an endpoint again, with all that waits for it and what changed since, of at most thirty days."""
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    endpoint.disabled_at, endpoint.disabled_because = None, ""
    endpoint.failing_since = endpoint.told_at = None
    endpoint.save(update_fields=["disabled_at", "disabled_because", "failing_since", "told_at"])
    endpoint.deliveries.filter(state=State.WAITING).update(due_at=timezone.now(), tries=0)


def tell_owners() -> None:
    """Mail the owners of what was disabled, once each; what the mail server does not take is sent by the next run."""
    for endpoint in Endpoint.objects.untold():
        if not Endpoint.objects.untold().filter(pk=endpoint.pk).update(told_at=timezone.now()):
            continue
        try:
            with translation.override(settings.LANGUAGE_CODE):
                send_mail(*_letter(endpoint), None, [endpoint.mail])
        except OSError as reason:  # smtplib's own failures are such too
            logger.warning("Mail about webhook %s failed, the next run sends it: %s", endpoint.pk, reason)
            Endpoint.objects.filter(pk=endpoint.pk, disabled_at=endpoint.disabled_at).update(told_at=None)


def _letter(endpoint: Endpoint) -> tuple[str, str]:
    """Subject and text."""
    form = reverse("admin:webhooks_endpoint_change", args=[endpoint.pk])
    context = {
        "endpoint": endpoint,
        "waiting": endpoint.deliveries.filter(state=State.WAITING).count(),
        "form": settings.SITE_URL + form,
        "site": settings.SITE_NAME,
    }
    subject = f"[{settings.SITE_NAME}] We no longer call {endpoint.address}"
    return subject, render_to_string("webhooks/disabled.txt", context)
