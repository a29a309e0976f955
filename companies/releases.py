"""What was said of a model's release, how far it moved, and what came of it."""

import statistics
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from changes import log
from changes.models import Change
from companies.models import AIModel, Company, ReleaseClaim

_Status = AIModel.Status


class Told(NamedTuple):
    """One claim, and by how many days it moved the last day of the window before it (None: not known)."""

    claim: ReleaseClaim
    slip_days: int | None

    @property
    def days_earlier(self) -> int:
        """By how many days it was brought forward; 0 where it was not."""
        return max(0, -(self.slip_days or 0))


class Slips(NamedTuple):
    """How often a release moved to a later day, and by how many days in all."""

    times: int
    days: int

    @property
    def in_words(self) -> str:
        """For example “twice, 55 days”; empty where it never slipped."""
        if not self.times:
            return ""
        return gettext("%(how_often)s, %(days)s") % {
            "how_often": _often(self.times),
            "days": counted(self.days),
        }


def _often(times: int) -> str:
    if times < 3:
        return gettext("once") if times == 1 else gettext("twice")
    return ngettext("%(number)s time", "%(number)s times", times) % {"number": times}


def counted(days: float) -> str:
    """A number of days in words: “1 day”, “55 days”, “2.5 days”."""
    whole = int(days) if days == int(days) else 2
    return ngettext("%(number)s day", "%(number)s days", whole) % {"number": f"{days:g}"}


def against_promise(days: float) -> str:
    """How a release stands to its promise, in words."""
    if not days:
        return gettext("to the day")
    said = {"days": counted(abs(days))}
    return gettext("%(days)s late") % said if days > 0 else gettext("%(days)s early") % said


def history(claims: Iterable[ReleaseClaim]) -> list[Told]:
    """Claims in the order they were made, each with its slip: the move of the window's last day, in days.

    An earlier window is a negative move, which is no slip and takes nothing off the slips before it. A claim
    without a last day has no move, and the next is held against the last that had one. Nor has a withdrawal,
    whose day ends the promise and is no new one; nor whatever is said after the release, which corrects it.
    """
    told: list[Told] = []
    before: date | None = None
    out = False
    for claim in sorted(claims, key=lambda c: (c.claimed_on, c.pk)):
        latest = None if out or claim.status == _Status.WITHDRAWN else claim.window_latest
        told.append(Told(claim, (latest - before).days if latest and before else None))
        before = latest or before
        out = out or claim.status == _Status.RELEASED
    return told


def slips(told: Iterable[Told]) -> Slips:
    """All slips of a history together."""
    days = [item.slip_days for item in told if item.slip_days and item.slip_days > 0]
    return Slips(len(days), sum(days))


def settle(model: AIModel) -> list[Told]:
    """Set what a model's row holds of its claims, without saving it; returns their history.

    Holds the row until the transaction ends: who adds a claim at the same time comes before or after.
    """
    with transaction.atomic():
        AIModel.objects.select_for_update().filter(pk=model.pk).values_list("pk").first()
        told = history(ReleaseClaim.objects.filter(model=model.pk))
    last = told[-1].claim if told else None
    model.times_slipped = slips(told).times
    model.said_on = last.claimed_on if last else None
    model.said_from = last.window_earliest if last else None
    model.said_to = last.window_latest if last else None
    return told


class Promise(NamedTuple):
    """A company's first word on a release, and what came of it.

    days: by how many the model came after the promised window's last day; negative before it, None while
    it is not out or where the day is not known.
    """

    model: AIModel
    claim: ReleaseClaim
    days: int | None
    overdue_days: int

    @property
    def in_words(self) -> str:
        """For example “16 days late”, “3 days early”, “to the day”; empty where it is not known."""
        return "" if self.days is None else against_promise(self.days)

    @property
    def came(self) -> bool:
        """The model is out."""
        return self.model.status == _Status.RELEASED


class TrackRecord(NamedTuple):
    """A company's promises, and how many of them came in time or late. median: of the days, None for none."""

    promises: list[Promise]
    came: int
    in_time: int
    late: int
    overdue: int
    median: float | None

    @property
    def median_in_words(self) -> str:
        """The median as a single promise's days are told; empty for none."""
        return "" if self.median is None else against_promise(self.median)


def promised_and_delivered(company: Company, at: datetime) -> TrackRecord:
    """What a company promised of its public models against what it delivered. Two queries.

    The promise is the first claim with a last day that is no rumour, which is nobody's promise, made before
    the release: later claims move the date, not what was promised.
    """
    models = AIModel.objects.public(at).filter(developer=company).prefetch_related("claims").order_by("name")
    today = timezone.localdate(at)
    promises = [found for found in (_promise(model, today) for model in models) if found]
    promises.sort(key=lambda promise: promise.claim.window_latest, reverse=True)
    days = [promise.days for promise in promises if promise.days is not None]
    return TrackRecord(
        promises=promises,
        came=sum(promise.came for promise in promises),
        in_time=sum(n <= 0 for n in days),
        late=sum(n > 0 for n in days),
        overdue=sum(promise.overdue_days > 0 for promise in promises),
        median=statistics.median(days) if days else None,
    )


def _promise(model: AIModel, today: date) -> Promise | None:
    told = history(model.claims.all())
    for claim in (item.claim for item in told):
        if claim.status == _Status.RELEASED:
            break
        if claim.window_latest and claim.status in (_Status.ANNOUNCED, _Status.PREVIEW):
            released = model.released_latest if model.status == _Status.RELEASED else None
            days = (released - claim.window_latest).days if released else None
            return Promise(model, claim, days, overdue_days(model, told[-1].claim.window_latest, today))
    return None


def overdue_days(model: AIModel, due: date | None, today: date) -> int:
    """Days since the last day of the latest window, for a model that is neither out nor withdrawn; else 0."""
    if due is None or model.status in (_Status.RELEASED, _Status.WITHDRAWN):
        return 0
    return max((today - due).days, 0)


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
        note=str(said.window_in_words),
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
