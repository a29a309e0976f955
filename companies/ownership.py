"""Who owns whom, over which time: the rules that no single row can keep, each looked at under one lock.

A company cannot control itself, through others either, and its owners cannot hold more than the whole of it at one
time. Only times that are certain count: where a tie is known to have begun in 2020, it is held from the end of
that year, so that two ties that follow one another never seem to overlap.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from companies.locks import lock
from companies.models import Company, Ownership

WHOLE = Decimal(100)


class Held(NamedTuple):
    """A span of time in which a tie certainly held; both days are included."""

    first: date
    last: date

    def within(self, other: "Held") -> "Held | None":
        """The time that both have in common."""
        common = Held(max(self.first, other.first), min(self.last, other.last))
        return common if common.first <= common.last else None


def held(tie: Ownership) -> Held:
    """When a tie certainly held; an end that is not known is open."""
    return Held(tie.since_latest or date.min, tie.until_earliest or date.max)


@transaction.atomic
def own(owner: Company, owned: Company, **values: Any) -> Ownership:
    """Record that one company has a tie to another. Raises ValidationError with the rule that forbids it."""
    tie = Ownership(owner=owner, owned=owned, **values)
    tie.full_clean()
    tie.save()
    return tie


def check(tie: Ownership) -> None:
    """Raise ValidationError where a tie closes a loop of control or makes shares of more than the whole.

    Locks ownership until the transaction around it ends, so that of two who each add one half of a loop the
    second is refused. Two queries.
    """
    lock(Ownership)
    _refuse(tie, list(Ownership.objects.exclude(pk=tie.pk).select_related("owner", "owned")))


def check_together(ties: Sequence[Ownership], *, instead_of: Iterable[int]) -> list[ValidationError | None]:
    """For each of some ties that are to be saved at once, why it cannot be beside the others, or None.

    `instead_of` are the ids of rows that are changed or deleted with them. Of ties that are possible only one by
    one, the later are refused. Ends may be a company that is not saved yet. Locks as `check` does. Two queries.
    """
    lock(Ownership)
    held = list(Ownership.objects.exclude(pk__in=instead_of).select_related("owner", "owned"))
    refused: list[ValidationError | None] = []
    for tie in ties:
        try:
            _refuse(tie, held)
        except ValidationError as reason:
            refused.append(reason)
        else:
            refused.append(None)
            held.append(tie)
    return refused


def _refuse(tie: Ownership, others: Sequence[Ownership]) -> None:
    """Raise ValidationError where a tie cannot be beside others."""
    _refuse_loop(tie, others)
    _refuse_more_than_the_whole(tie, others)


def _refuse_loop(tie: Ownership, others: Iterable[Ownership]) -> None:
    if not Ownership.Type(tie.type).controls:
        return
    controlled = defaultdict(list)
    for other in others:
        if Ownership.Type(other.type).controls:
            controlled[other.owner_id].append(other)
    waiting = [(tie.owned_id, held(tie), [tie.owner.name, tie.owned.name])]
    seen = set()
    while waiting:
        company, time, chain = waiting.pop()
        if company == tie.owner_id:
            raise ValidationError(
                f"{tie.owner} would control itself: {' controls '.join(chain)}. End one of these ties first."
            )
        for other in controlled[company]:
            common = held(other).within(time)
            if common and (other.owned_id, common) not in seen:
                seen.add((other.owned_id, common))
                waiting.append((other.owned_id, common, [*chain, other.owned.name]))


def _refuse_more_than_the_whole(tie: Ownership, others: Iterable[Ownership]) -> None:
    """Shares change only where a tie begins, so those are the days to look at."""
    share = Ownership._meta.get_field("share").to_python(tie.share)
    if share is None or not 0 <= share <= WHOLE:  # the field itself says that it is out of range
        return
    shares = [(tie, share), *((o, o.share) for o in others if o.owned_id == tie.owned_id and o.share)]
    for day in {held(holder).first for holder, _ in shares}:
        holding = [pair for pair in shares if held(pair[0]).first <= day <= held(pair[0]).last]
        total = sum((part for _, part in holding), Decimal())
        if (tie, share) in holding and total > WHOLE:
            told = ", ".join(f"{holder.owner} {_percent(part)}" for holder, part in holding)
            raise ValidationError(
                {"share": f"The owners of {tie.owned} would hold {_percent(total)}: {told}."}
            )


def _percent(share: Decimal) -> str:
    return f"{share.normalize():f}%"
