"""What an article mentions: the companies and models that it names most, each with how it stands, and the rest."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F
from django.utils.text import capfirst

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
    Record.Kind.COMPANY: "companies",
    Record.Kind.PRODUCT: "products",
    Record.Kind.FAMILY: "model families",
    Record.Kind.MODEL: "models",
    Record.Kind.MARKET: "markets",
}
#: How many of their newest figures are looked at.
FIGURES = 200


class Card(NamedTuple):
    """A record with what it is and how it stands. state: in words; figure: one of its figures, with what it is of."""

    record: dict[str, Any]
    what: str
    state: str = ""
    tag: str = ""
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
        Card(record, *(companies | models).get(record["id"], (capfirst(record["kind"]),))) for record in told
    ]
    shown = {record["id"] for record in told}
    others = [
        (name, rows)
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
        company.pk: (_what(company), released.get(company.pk, ""), "", figures.get(company.pk))
        for company in (Company(**row) for row in _kinds(*_padded(ids)))
    }


def _what(company: Company) -> str:
    sort = "company" if company.sort == Company.Sort.OTHER else company.sort
    return ", ".join(filter(None, (capfirst(sort), company.country_name)))


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
        found.setdefault(model.developer_id, f"Last release: {model.name}, {model.released_in_words}")
    return found


def _models(ids: list[int], at: datetime) -> dict[int, tuple[Any, ...]]:
    """Whose models are, and where their release stands. Three queries."""
    if not ids:
        return {}
    found = tracker.rows(tracker.by_window(AIModel.objects.filter(pk__in=ids)), at)
    return {row.model.pk: (_whose(row), *_release(row)) for row in found}


def _whose(row: tracker.Row) -> str:
    return f"Model by {row.developer.name}" if row.developer else "Model"


def _release(row: tracker.Row) -> tuple[str, str]:
    """Where a release stands in words, and its tag."""
    when = row.when
    match row.standing:
        case "released":
            return f"Released {when}" if when else "Released", ""
        case "withdrawn":
            return f"Withdrawn {when}" if when else "Withdrawn", ""
        case "overdue":
            return f"Expected {when}", f"Overdue {row.overdue} day{'' if row.overdue == 1 else 's'}"
    slipped = f"Slipped {row.slips.in_words}" if row.slips.times else ""
    return f"Expected {when}" if when else "No date is known", slipped


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
