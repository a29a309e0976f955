"""Superseding a fact: another value for the same period takes its place, with a reason."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from changes import log
from changes.models import Change
from companies import dates
from facts.correcting import correct_figure
from facts.deciding import hand_over
from facts.holding import hold
from facts.models import Fact, Metric
from facts.series import same_time

#: What a successor has of its own. The rest is its predecessor's, where nothing else is said.
OWN = {
    *("id", "published_from", "held_from", "recorded_at", "recorded_by"),
    *("supersedes", "superseded_because", "withdrawn_at", "withdrawn_because", "review_after"),
}
#: What makes both speak of the same thing.
SAME = ("subject", "metric", "scope", "dimensions")


#: Where the period itself was told wrong.
RETOLD = {Fact.Reason.OUR_ERROR, Fact.Reason.REVISED, Fact.Reason.DEFINITION}


class SupersessionRefused(ValueError):
    """The fact cannot be superseded as asked; the message says why."""


@transaction.atomic
def supersede(fact: Fact, *, by: User | None, because: str, **values: Any) -> Fact:
    """Record what takes a fact's place, with what differs in `values`; the fact itself never changes.

    Both are held from now. A public fact's successor is public in the same step, so that readers who see the
    old value can see the new one. because: one of Fact.Reason. Returns the successor. Raises
    SupersessionRefused where the fact has one already, was withdrawn, the reason is not known or nothing would
    change; ValidationError where the values break a rule.
    """
    Metric.objects.locked(fact.metric_id)
    fact = Fact.objects.select_for_update(of=("self",)).select_related("subject", "metric").get(pk=fact.pk)
    _check(fact, because, values)
    now = timezone.now()
    public = Fact.objects.public(now).filter(pk=fact.pk).exists()
    kept = {
        field.name: getattr(fact, field.name) for field in Fact._meta.concrete_fields if field.name not in OWN
    }
    successor = Fact(
        **kept | values,
        supersedes=fact,
        superseded_because=because,
        recorded_by=by,
        held_from=now,
        published_from=now if public else fact.published_from,
    )
    successor.full_clean()
    hold([fact.pk], at=now)
    successor.save()
    hand_over(fact, successor)
    if public:
        _tell(fact, successor, now)
    return successor


def must_stand(fact: Fact) -> None:
    """Raise SupersessionRefused where a fact gave way already. One query."""
    if Fact.objects.filter(supersedes=fact).exists():
        raise SupersessionRefused("This fact was superseded already. Supersede the one that took its place.")
    if fact.withdrawn_at:
        raise SupersessionRefused("This fact was withdrawn. Record the new value as a fact of its own.")


def _check(fact: Fact, because: str, values: dict[str, Any]) -> None:
    if because not in Fact.Reason.values:
        raise SupersessionRefused("Say why: " + ", ".join(Fact.Reason.values) + ".")
    must_stand(fact)
    other = [name for name in SAME if name in values and values[name] != getattr(fact, name)]
    if other:
        raise SupersessionRefused(
            f"A successor has the same {other[0]}: what speaks of another thing is a fact of its own."
        )
    moved = Fact(as_of_earliest=fact.as_of_earliest, as_of_latest=fact.as_of_latest)
    if "as_of" in values:
        try:
            found = dates.parse(values["as_of"]) if values["as_of"] else None
        except dates.DateNotUnderstood as reason:
            raise ValidationError({"as_of": [str(reason)]}) from reason
        moved.as_of_earliest, moved.as_of_latest = (found.earliest, found.latest) if found else (None, None)
    if because not in RETOLD and not same_time(fact, moved):
        raise SupersessionRefused("A newer period is a fact of its own: it supersedes nothing.")
    if all(getattr(fact, name) == value for name, value in values.items()):
        raise SupersessionRefused("The new value says the same as the one that it would supersede.")


def _tell(fact: Fact, successor: Fact, at: datetime) -> None:
    """Tell readers. Only our own error is a correction: a figure that others revised was right in its time."""
    log.touched("fact", fact.pk, address=fact.get_absolute_url())
    if successor.superseded_because == Fact.Reason.OUR_ERROR:
        correct_figure(fact, successor, by=successor.recorded_by, at=at)
        return
    log.record(
        Change.Kind.SUPERSEDED,
        about="fact",
        about_id=successor.pk,
        address=successor.get_absolute_url(),
        title=f"{successor.subject}: {successor.metric}",
        note=f"{fact.shown} → {successor.shown}",
    )
    transaction.on_commit(log.forget_version)
