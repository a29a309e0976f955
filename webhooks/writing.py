"""What a message says: nothing that readers do not see at the time at which it is sent."""

import json
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q

from api.references import ROOT, page
from changes import log
from changes.corrections import with_things
from changes.models import Change, Correction
from webhooks.models import Delivery


def body_of(delivery: Delivery, at: datetime) -> str:
    """The message as JSON. A few queries."""
    if delivery.change is None:
        happened, data = delivery.noted_at, {"note": "A test: nothing happened."}
    else:
        happened, data = delivery.change.effective_at, _data(delivery.change, at)
    said = {"type": delivery.event, "timestamp": _in_utc(happened), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _data(change: Change, at: datetime) -> dict[str, Any]:
    """What happened to what. Its words only where readers see it: a withdrawal has none but its note."""
    seen = change.kind == Change.Kind.WITHDRAWN or _is_seen(change, at)
    data = _place(change.about, change.about_id, change.address) | {
        "title": (change.title if seen else "") or None,
        "note": (change.note if seen else "") or None,
        "change": change.pk,
    }
    if change.kind == Change.Kind.UPDATED and change.about == "article":
        data["minor"] = change.silent
    if change.kind == Change.Kind.CORRECTED:
        data["correction"] = _correction(change, at)
    return data


def _is_seen(change: Change, at: datetime) -> bool:
    """Whether readers see what a row is about, and saw it ever since. Two queries."""
    later = Q(effective_at__gt=change.effective_at) | Q(effective_at=change.effective_at, pk__gt=change.pk)
    withdrawn = Change.objects.filter(
        later,
        kind=Change.Kind.WITHDRAWN,
        about=change.about,
        about_id=change.about_id,
        effective_at__lte=at,
    )
    return bool(log.visible([(change.about, change.about_id)], at)) and not withdrawn.exists()


def _correction(change: Change, at: datetime) -> dict[str, Any] | None:
    """What was wrong and what is right, on what readers see it; None where they see it nowhere."""
    found = Correction.objects.public(at).filter(change=change).select_related("change")
    for told in with_things(found, at):
        return {
            "id": told["id"],
            "url": page(told["url"]),
            "self": _in_the_api(told["url"]),
            "wrong": told["wrong"],
            "right": told["right"],
            "touches": [_place(one.about, one.about_id, one.address) for one in told["touches"]],
            "others": told["others"],
        }
    return None


def _place(about: str, pk: int, address: str) -> dict[str, Any]:
    """Where something is, for people and for programs; both null where the log does not say."""
    within_api = f"/questions/{pk}/" if about == "question" else address
    return {
        "type": about,
        "id": pk,
        "url": page(address) if address else None,
        "self": _in_the_api(within_api) if within_api else None,
    }


def _in_the_api(address: str) -> str:
    """The API has its objects at the addresses of their pages."""
    return page(ROOT + address.removeprefix("/"))


def _in_utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
