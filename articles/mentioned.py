"""What an article mentions: the companies and models that it names most, each with how it stands, and the rest."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy, ngettext

from companies import tracker
from companies.models import AIModel, Company, Record
from facts import rivals
from facts.choosing import by_metric
from facts.models import Fact, Metric
from prepared import Prepared

#: How many are told of with how they stand.
TOLD = 6
KINDS = (Record.Kind.COMPANY, Record.Kind.MODEL)
PLURALS = {
    Record.Kind.COMPANY: gettext_lazy("companies"),
    Record.Kind.PRODUCT: gettext_lazy("products"),
    Record.Kind.FAMILY: gettext_lazy("model families"),
    Record.Kind.MODEL: gettext_lazy("models"),
    Record.Kind.MARKET: gettext_lazy("markets"),
}
#: How many of their newest figures are looked at.
FIGURES = 200


class Card(NamedTuple):
    """A record with what it is and how it stands. state: in words; figure: one of its figures, with what it is of."""

    record: dict[str, Any]
    what: str
    state: str = ""
    tag: str = ""
    overdue: bool = False
    figure: Fact | None = None


class Mentioned(NamedTuple):
    """The records that an article names: those it is mostly about, and the others by what they are, in the plural."""

    cards: list[Card]
    others: list[tuple[str, list[dict[str, Any]]]]


def mentioned(records: Sequence[dict[str, Any]], at: datetime) -> Mentioned:
    """What is said of the public records that an article names, as `articles.rendering` tells them.

    At most six queries, whatever it names.
    """
    told = [record for record in records if record["kind"] in KINDS]
    told = sorted(told, key=lambda record: -record["times"])[:TOLD]
    of_kind: dict[str, list[int]] = defaultdict(list)
    for record in told:
        of_kind[record["kind"]].append(record["id"])
    companies = _companies(of_kind[Record.Kind.COMPANY], at)
    models = _models(of_kind[Record.Kind.MODEL], at)
    cards = [
        Card(record, *(companies | models).get(record["id"], (capfirst(Record.Kind(record["kind"]).noun),)))
        for record in told
    ]
    shown = {record["id"] for record in told}
    others = [
        (str(name), rows)
        for kind, name in PLURALS.items()
        if (rows := [record for record in records if record["kind"] == kind and record["id"] not in shown])
    ]
    return Mentioned(cards, others)


def _companies(ids: list[int], at: datetime) -> dict[int, tuple[Any, ...]]:
    """What companies are and their newest figure, else the model that they released last. Four queries at most."""
    if not ids:
        return {}
    figures = _figures(ids, at)
    released = _released([pk for pk in ids if pk not in figures], at)
    return {
        company.pk: (_what(company), released.get(company.pk, ""), "", False, figures.get(company.pk))
        for company in (Company(**row) for row in _kinds(*_padded(ids)))
    }


def _what(company: Company) -> str:
    other = company.sort == Company.Sort.OTHER
    sort = gettext("Company") if other else company.get_sort_display()
    return gettext(", ").join(filter(None, (sort, company.country_name)))


def _padded(ids: list[int]) -> list[int]:
    """As many ids as the prepared queries take; no record has the id 0."""
    return ids + [0] * (TOLD - len(ids))


def _figures(ids: list[int], at: datetime) -> dict[int, Fact]:
    """The newest figure of each of some companies, as its page chooses it."""
    found = [_fact(row) for row in _known(at, *_padded(ids))]
    rivals.mark(found, among=found)
    rows: dict[int, list[Fact]] = defaultdict(list)
    for fact in found:
        rows[fact.subject_id].append(fact)
    return {pk: max((group.used for group in by_metric(facts)), key=_newness) for pk, facts in rows.items()}


def _fact(row: dict[str, Any]) -> Fact:
    fact = Fact.from_db(None, _COLUMNS, [row[name] for name in _COLUMNS])
    fact.metric = Metric(pk=fact.metric_id, name=row["metric__name"])
    fact.preferred_because = row["because"]
    return fact


def _newness(fact: Fact) -> tuple[str, int]:
    return str(fact.as_of_latest or ""), -(fact.pk or 0)


def _released(ids: list[int], at: datetime) -> dict[int, str]:
    """The last release of each of some companies, in words. One query, where there are such."""
    if not ids:
        return {}
    out = AIModel.objects.public(at).filter(developer__in=ids, status=AIModel.Status.RELEASED)
    found: dict[int, str] = {}
    for model in out.exclude(released="").order_by("-released_latest", "-pk")[:FIGURES]:
        found.setdefault(model.developer_id, _last(model))
    return found


def _last(model: AIModel) -> str:
    return gettext("Last release: %(model)s, %(when)s") % {
        "model": model.name,
        "when": model.released_in_words,
    }


def _models(ids: list[int], at: datetime) -> dict[int, tuple[Any, ...]]:
    """Whose models are, and where their release stands. Three queries."""
    if not ids:
        return {}
    found = tracker.rows(tracker.by_window(AIModel.objects.filter(pk__in=ids)), at)
    return {row.model.pk: (_whose(row), *_release(row)) for row in found}


def _whose(row: tracker.Row) -> str:
    return (
        gettext("Model by %(developer)s") % {"developer": row.developer.name}
        if row.developer
        else gettext("Model")
    )


def _release(row: tracker.Row) -> tuple[str, str, bool]:
    """Where a release stands in words, its tag, and whether that says that it is overdue."""
    when = row.when
    said = {"when": when}
    match row.standing:
        case "released":
            return (gettext("Released %(when)s") % said if when else gettext("Released")), "", False
        case "withdrawn":
            return (gettext("Withdrawn %(when)s") % said if when else gettext("Withdrawn")), "", False
        case "overdue":
            late = ngettext("Overdue %(number)s day", "Overdue %(number)s days", row.overdue)
            return gettext("Expected %(when)s") % said, late % {"number": row.overdue}, True
    slipped = gettext("Slipped %(how_often)s") % {"how_often": row.slips.in_words} if row.slips.times else ""
    return (gettext("Expected %(when)s") % said if when else gettext("No date is known")), slipped, False


_COLUMNS = tuple(field.attname for field in Fact._meta.concrete_fields)
_kinds = Prepared(
    lambda *ids: Company.objects.filter(pk__in=ids).order_by().values("record_ptr_id", "sort", "country"),
    *[int] * TOLD,
)
_known = Prepared(
    lambda at, *subjects: (
        Fact.objects.public(at)
        .current_to_readers(at)
        .filter(subject__in=subjects)
        .exclude(nature=Fact.Nature.FORECAST)
        .order_by("-as_of_latest", "-pk")
        .values(*_COLUMNS, "metric__name", because=F("preference__because"))[:FIGURES]
    ),
    *(datetime, *[int] * TOLD),
)
