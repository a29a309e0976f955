"""All that is kept for one address, wherever that is; and its deletion."""

from typing import Any

from django.db import transaction

from newsletter.subscribing import forgetting as newsletter
from questions.letters import forgetting as questions


def kept(address: str) -> dict[str, Any]:
    """What there is, as plain values, to be handed to whoever the address belongs to."""
    return {"questions": questions.kept(address), "newsletter": newsletter.kept(address)}


@transaction.atomic
def erase(address: str) -> int:
    """Delete it, with the names printed with what was asked from it; returns how many rows there were."""
    return questions.erase(address) + newsletter.erase(address)
