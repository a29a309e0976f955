"""How the ledger is narrowed, on its page and in the API."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from changes.keeping import kept
from companies.fields import overlaps
from companies.models import Alias, Record
from facts.models import Fact, Metric, Source
from facts.rivals import contradicted

#: How many words are looked for.
WORDS = 8
STATES = (
    ("current", gettext_lazy("Stands")),
    ("superseded", gettext_lazy("Superseded")),
    ("withdrawn", gettext_lazy("Withdrawn")),
    ("disputed", gettext_lazy("Disputed")),
)


def narrow(
    facts: Any,
    *,
    q: str = "",
    metric: str = "",
    nature: str = "",
    subject_kind: str = "",
    state: str = "",
    source_name: str = "",
    first: date | None = None,
    last: date | None = None,
) -> Any:
    """Facts from `listed`: with all words of `q`, of a metric (its code), in one of STATES, from a source whose
    publisher or title has these words, and whose time may lie between two days.
    """
    for word in q.split()[:WORDS]:
        facts = facts.filter(_with(word))
    if metric:
        facts = facts.filter(metric__code=metric)
    if nature:
        facts = facts.filter(nature=nature)
    if subject_kind:
        facts = facts.filter(subject__kind=subject_kind)
    if source_name:
        said = Source.objects.filter(Q(publisher__icontains=source_name) | Q(title__icontains=source_name))
        facts = facts.filter(source__in=said.order_by().values("pk"))
    if first or last:
        facts = facts.filter(overlaps("as_of", first=first, last=last))
    return in_state(facts, state) if state else facts


def in_state(facts: Any, state: str) -> Any:
    """Facts from `told` in one of STATES, as far as readers may know."""
    if state == "superseded":
        return facts.filter(successor_told=True)
    if state == "withdrawn":
        return facts.filter(successor_told=False, withdrawn_at__isnull=False)
    standing = facts.filter(successor_told=False, withdrawn_at__isnull=True)
    if state == "disputed":
        return standing.filter(pk__in=kept("contradicted", contradicted) | _marked())
    return standing


def _marked() -> set[int]:
    """The ids of what editors marked as disputed."""
    return set(Fact.objects.filter(disputed=True).order_by().values_list("pk", flat=True))


def _with(word: str) -> Q:
    """Facts with a word in the names of their subject, their metric, source, scope or quotation.

    Each of these is searched once, not once for each of its figures.
    """
    called = Alias.objects.filter(text__icontains=word).values("record")
    named = Q(name__icontains=word) | Q(native_name__icontains=word) | Q(pk__in=called)
    of_source = Q(title__icontains=word) | Q(publisher__icontains=word)
    return (
        Q(subject__in=Record.objects.filter(named).order_by().values("pk"))
        | Q(metric__in=Metric.objects.filter(name__icontains=word).order_by().values("pk"))
        | Q(source__in=Source.objects.filter(of_source).order_by().values("pk"))
        | Q(scope__name__icontains=word)
        | Q(dimensions__icontains=word)
        | Q(quotation__icontains=word)
    )
