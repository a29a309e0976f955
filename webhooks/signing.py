"""The secret that an endpoint shares with us, and what is signed with it, as Standard Webhooks says.

A secret lies sealed, and is unsealed to sign and to be shown. For a day after it was rotated we sign with the one
before too, so that a receiver loses nothing while it is given the new one.
"""

import secrets
from base64 import b64encode
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from standardwebhooks import Webhook

from readers.addresses import seal, unseal
from webhooks.models import Endpoint

BOTH_HOLD = timedelta(days=1)


def new_secret() -> str:
    """A secret of 32 random bytes, sealed."""
    return seal(f"whsec_{b64encode(secrets.token_bytes(32)).decode()}")


@transaction.atomic
def rotate(endpoint: Endpoint, *, at_once: bool = False) -> Endpoint:
    """Give an endpoint a new secret. The one before signs for another day, unless it must not be used `at_once`."""
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    endpoint.sealed_before = "" if at_once else endpoint.sealed
    endpoint.sealed, endpoint.rotated_at = new_secret(), timezone.now()
    endpoint.save(update_fields=["sealed", "sealed_before", "rotated_at"])
    return endpoint


def secret_of(endpoint: Endpoint) -> str:
    """The secret that its receiver is to have. Raises readers.addresses.Unreadable."""
    return unseal(endpoint.sealed)


def secrets_of(endpoint: Endpoint, at: datetime) -> list[str]:
    """The secrets that sign at a time, the newest first. Raises readers.addresses.Unreadable."""
    before = endpoint.sealed_before
    still = before and endpoint.rotated_at and at < endpoint.rotated_at + BOTH_HOLD
    return [unseal(sealed) for sealed in ([endpoint.sealed, before] if still else [endpoint.sealed])]


def signed(endpoint: Endpoint, message_id: str, body: str, at: datetime) -> dict[str, str]:
    """The headers that say which message this is, when it is sent, and that it is ours. Raises Unreadable."""
    signatures = [Webhook(secret).sign(message_id, at, body) for secret in secrets_of(endpoint, at)]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
