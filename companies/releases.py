"""What was said of a model's release, and how far it moved."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import transaction

from changes import log
from changes.models import Change
from companies.models import AIModel, ReleaseClaim


class Told(NamedTuple):
    """One claim, and by how many days it moved the last day of the window before it (None: not known)."""

    claim: ReleaseClaim
    slip_days: int | None


def history(claims: Iterable[ReleaseClaim]) -> list[Told]:
    """Claims in the order they were made, each with its slip: the move of the window's last day, in days.

    A claim without a last day, or the first one, has no slip; an earlier window is a negative one.
    """
    told: list[Told] = []
    before: date | None = None
    for claim in sorted(claims, key=lambda c: (c.claimed_on, c.pk)):
        latest = claim.window_latest
        told.append(Told(claim, (latest - before).days if latest and before else None))
        before = latest or before
    return told


@transaction.atomic
def claim(
    model: AIModel,
    *,
    status: str,
    window: str,
    claimed_on: date,
    claimed_by: str = "",
    source: str = "",
    words: str = "",
) -> ReleaseClaim:
    """Add what somebody said of a release, and set the record to it.

    Where the model is public, the log says whether it was released or slipped.

    window: EDTF or words, or empty where only the source's `words` are known. Raises companies.dates.DateNotUnderstood.
    """
    model = AIModel.objects.select_for_update().get(pk=model.pk)
    said = ReleaseClaim.objects.create(
        window_words=words,
        model=model,
        status=status,
        window=window,
        claimed_on=claimed_on,
        claimed_by=claimed_by,
        source=source,
    )
    latest = history(model.claims.all())[-1]
    if latest.claim == said:
        show(model, said)
        model.save()
    if not AIModel.objects.public().filter(pk=model.pk).exists():
        return said
    log.record(
        _kind(status, latest.slip_days if latest.claim == said else None),
        about="model",
        about_id=model.pk,
        address=model.get_absolute_url(),
        title=model.name,
        note=str(said.window_in_words),  # type: ignore[attr-defined]  # made by the field
    )
    transaction.on_commit(log.forget_version)
    return said


def show(model: AIModel, said: ReleaseClaim) -> None:
    """Set the record, without saving it, to what was claimed last."""
    model.status = said.status
    if said.status == AIModel.Status.RELEASED:
        model.released, model.released_words = said.window, said.window_words


def _kind(status: str, slip_days: int | None) -> Change.Kind:
    if status == AIModel.Status.RELEASED:
        return Change.Kind.RELEASED
    return Change.Kind.SLIPPED if slip_days and slip_days > 0 else Change.Kind.UPDATED
