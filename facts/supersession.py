"""Superseding a fact: another value for the same period takes its place, with a reason."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from changes import log
from changes.models import Change
from facts.models import Fact


class SupersessionRefused(ValueError):
    """The fact cannot be superseded as asked; the message says why."""


@transaction.atomic
def supersede(fact: Fact, *, by: User | None, because: str, **values: Any) -> Fact:
    """Record what takes a fact's place, with what differs in `values`; the fact itself never changes.

    A public fact's successor is public in the same step, so that readers who see the old value can see the
    new one. because: one of Fact.Reason. Returns the successor. Raises SupersessionRefused where the fact
    has one already or the reason is not known.
    """
    fact = Fact.objects.select_for_update().get(pk=fact.pk)
    if because not in Fact.Reason.values:
        raise SupersessionRefused("Say why: " + ", ".join(Fact.Reason.values) + ".")
    if Fact.objects.filter(supersedes=fact).exists():
        raise SupersessionRefused("This fact was superseded already. Supersede the one that took its place.")
    kept = {
        field.name: getattr(fact, field.name)
        for field in Fact._meta.concrete_fields
        if field.name not in {"id", "published_from", "recorded_at", "recorded_by", "supersedes"}
    }
    public = Fact.objects.public().filter(pk=fact.pk).exists()
    successor = Fact(
        **kept | values | {"superseded_because": because},
        supersedes=fact,
        recorded_by=by,
        published_from=timezone.now() if public else fact.published_from,
    )
    successor.full_clean()
    successor.save()
    if public:
        log.record(
            Change.Kind.SUPERSEDED,
            about="fact",
            about_id=successor.pk,
            address=successor.get_absolute_url(),
            title=f"{successor.subject}: {successor.metric}",
            note=f"{fact.shown} → {successor.shown}",
        )
        transaction.on_commit(log.forget_version)
    return successor
