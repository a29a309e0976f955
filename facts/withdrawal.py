"""Withdrawing: a figure, or all that rests on a source, falls without another value in its place."""

from django.db import transaction
from django.utils import timezone

from changes import history, log
from changes.texts import plain
from facts.holding import hold
from facts.models import Fact, Source


class WithdrawalRefused(ValueError):
    """The fact or source cannot be withdrawn as asked; the message says why."""


@transaction.atomic
def withdraw(fact: Fact, *, because: str) -> Fact:
    """Note that a fact does not stand any more; what cites it is flagged. Raises WithdrawalRefused."""
    fact = Fact.objects.select_for_update(of=("self",)).get(pk=fact.pk)
    if Fact.objects.filter(supersedes=fact).exists():
        raise WithdrawalRefused("This fact was superseded already. Withdraw the one that took its place.")
    if fact.withdrawn_at:
        raise WithdrawalRefused("This fact was withdrawn already.")
    _withdraw([fact], _said(because))
    fact.refresh_from_db()
    return fact


@transaction.atomic
def withdraw_source(source: Source, *, because: str) -> list[Fact]:
    """Note that a source was taken back by its publisher, and withdraw every fact on it that stands.

    Returns those that fell. Raises WithdrawalRefused without a reason, or where it was withdrawn before.
    """
    source = Source.objects.select_for_update().get(pk=source.pk)
    if source.withdrawn_at:
        raise WithdrawalRefused("This source was withdrawn already.")
    said = _said(because)
    history.updated(Source.objects.filter(pk=source.pk), withdrawn_at=timezone.now(), withdrawal_note=said)
    falling = list(
        Fact.objects.current().filter(source=source).select_for_update(of=("self",)).order_by("pk")
    )
    _withdraw(falling, said)
    log.touched("source", source.pk, address=source.get_absolute_url(), title=str(source)[:300])
    transaction.on_commit(log.forget_version)
    return falling


def _said(because: str) -> str:
    said = plain(because)
    if not said:
        raise WithdrawalRefused("Say why: readers of what cites it are told.")
    return said[:300]


def _withdraw(facts: list[Fact], because: str) -> None:
    """Mark them; each public one is a silent row of the log. A query for all of them."""
    now = timezone.now()
    standing = [fact.pk for fact in facts]
    public = set(Fact.objects.public(now).filter(pk__in=standing).values_list("pk", flat=True))
    hold(standing, at=now)
    history.updated(Fact.objects.filter(pk__in=standing), withdrawn_at=now, withdrawn_because=because)
    for pk in sorted(public):
        log.touched("fact", pk, address=f"/facts/{pk}/")
    transaction.on_commit(log.forget_version)
