"""What editors decide between figures of one time: that they are no dispute, or which of them the site uses."""

from django.contrib.auth.models import User
from django.db import transaction

from changes import log
from facts import disputes, series
from facts.models import Fact, NoDispute, Preference


class NotDecided(ValueError):
    """It cannot be decided so; the message says why."""


@transaction.atomic
def settle(one: Fact, other: Fact, *, by: User | None, because: str) -> NoDispute:
    """Decide that two facts which contradict each other are no dispute; they are not offered again.

    Raises NotDecided without a reason, where they do not contradict each other, or where it was decided before.
    """
    first, second = sorted((one, other), key=lambda fact: fact.pk)
    of_one_series = series.key(first) == series.key(second)
    if not of_one_series or not disputes.contradict(disputes.said(first), disputes.said(second)):
        raise NotDecided("These two do not contradict each other: there is nothing to decide.")
    settled, made = NoDispute.objects.get_or_create(
        one=first, other=second, defaults={"because": _said(because, "it is no dispute", 300), "by": by}
    )
    if not made:
        raise NotDecided("That was decided already.")
    _tell(first, second)
    return settled


@transaction.atomic
def offer_again(settled: NoDispute) -> None:
    """Take back that two facts are no dispute."""
    settled.delete()
    _tell(settled.one, settled.other)


@transaction.atomic
def prefer(fact: Fact, *, by: User | None, because: str) -> Preference:
    """Have the site use a fact before all others of its series and time. Readers are told why.

    Raises NotDecided without a reason, for a forecast, and for a fact that does not stand.
    """
    # All that compete are locked, so that of two editors the later one decides.
    of_series = list(Fact.objects.of_series(fact).select_for_update(of=("self",)).order_by("pk"))
    fact = next(row for row in of_series if row.pk == fact.pk)
    if fact.withdrawn_at or Fact.objects.filter(supersedes=fact).exists():
        raise NotDecided("This fact does not stand any more: the site cannot use it.")
    if fact.nature == Fact.Nature.FORECAST:
        raise NotDecided("A forecast is kept apart from what is known: the site cannot use it instead.")
    said = _said(because, "the site uses this value", 200)
    rivals = [row.pk for row in of_series if row.pk != fact.pk and series.same_time(row, fact)]
    Preference.objects.filter(fact__in=[*rivals, fact.pk]).delete()
    preference = Preference.objects.create(fact=fact, because=said, by=by)
    _tell(fact)
    return preference


@transaction.atomic
def let_rule_decide(fact: Fact) -> None:
    """Have the site use what its rule says again. Raises NotDecided where no editor had decided."""
    gone, _ = Preference.objects.filter(fact=fact).delete()
    if not gone:
        raise NotDecided("The rule decides already: nobody chose this value.")
    _tell(fact)


def hand_over(fact: Fact, successor: Fact) -> None:
    """Have the successor of a preferred fact preferred, where it comes from the same source; else let the rule decide.

    The reason was said of the source. What another source says may be better or worse than the rivals, and
    whoever knows can choose it anew.
    """
    held = Preference.objects.filter(fact=fact)
    if fact.source_id == successor.source_id:
        held.update(fact=successor)
    else:
        held.delete()


def _said(because: str, what: str, longest: int) -> str:
    """The reason as it stands after “because”: without a full stop, which the page sets."""
    said = " ".join(because.split()).rstrip(".")[:longest]
    if not said:
        raise NotDecided(f"Say why {what}.")
    return said


def _tell(*facts: Fact) -> None:
    """A silent row for each that readers may see."""
    public = Fact.objects.public().filter(pk__in=[fact.pk for fact in facts])
    for fact in public.order_by("pk"):
        log.touched("fact", fact.pk, address=fact.get_absolute_url())
    transaction.on_commit(log.forget_version)
