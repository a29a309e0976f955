"""Deciding what an import or a check suggested: accepting makes the record, fact or release claim."""

import re
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from articles.models import Suggestion
from changes import addresses
from companies import releases
from companies.indexing import saved
from companies.models import AIModel, Company, Market, ModelFamily, Ownership, Product, Record
from companies.ownership import own
from facts.models import Fact, Metric, Source
from facts.twice import said_already
from newsroom.ledger.citing import NotThere, Place, cite
from questions.answering.giving import AnswerRefused


class NotAccepted(ValueError):
    """The suggestion cannot be accepted yet; the message says what to do first."""


class SaidAlready(NotAccepted):
    """The ledger says something else of the same time: `others`, which the editor is shown first."""

    def __init__(self, fact: Fact, others: list[Fact]) -> None:
        held = ", ".join(f"{other.shown} ({other.source})" for other in others)
        super().__init__(
            f"“{fact.shown}”: of the same time the ledger says {held}. Decide this one by itself."
        )
        self.fact, self.others = fact, others


#: The metric that a unit stands for where the text says no more: code, name, unit.
METRICS = {
    "people": ("users", "Users", Metric.Unit.PEOPLE),
    "percent": ("share", "Share", Metric.Unit.PERCENT),
    "parameters": ("parameters", "Parameters", Metric.Unit.PARAMETERS),
    "tokens": ("tokens", "Tokens", Metric.Unit.TOKENS),
    "GPU-hours": ("gpu-hours", "GPU hours", Metric.Unit.GPU_HOURS),
    "GB": ("memory", "Memory", Metric.Unit.GIGABYTES),
    "count": ("count", "Number", Metric.Unit.COUNT),
}
MONEY = ("money", "Money a year", Metric.Unit.MONEY)
PRICE = ("price", "Price of a million tokens", Metric.Unit.PRICE)
#: What the words say more: for a unit, what stands before the figure, in it or after it, and the metric meant.
SAID_MORE = (
    (
        "parameters",
        re.compile(r"⟩\)?,? ?(?:parameters? )?(?:(?:are|is|being) )?(?:active|activated)\b"),
        ("active-parameters", "Parameters, active", Metric.Unit.PARAMETERS),
    ),
    (
        "tokens",
        re.compile(r"\bcontext\b[^.;]{0,40}⟨|⟩[- ]context\b"),
        ("context-window", "Context window", Metric.Unit.TOKENS),
    ),
    (
        "tokens",
        re.compile(r"\b(?:pre-?)?trained\b[^.;]{0,40}⟨"),
        ("training-tokens", "Training tokens", Metric.Unit.TOKENS),
    ),
    (
        "people",
        re.compile(r"⟩ monthly (?:active )?users\b"),
        ("mau", "Monthly active users", Metric.Unit.PEOPLE),
    ),
    ("USD/Mtoken", re.compile(r"⟨.*\binput\b.*⟩"), ("price-in", "Price of input", Metric.Unit.PRICE)),
    ("USD/Mtoken", re.compile(r"⟨.*\boutput\b.*⟩"), ("price-out", "Price of output", Metric.Unit.PRICE)),
)


@transaction.atomic
def accept(suggestion: Suggestion, *, by: User | None, all_the_same: bool = False) -> Suggestion:
    """Make what the suggestion offers, all of it or nothing. Raises NotAccepted, with what to do first.

    A figure of whose time the ledger says something else raises SaidAlready, unless it is to be recorded
    all the same.
    """
    suggestion = _open(suggestion)
    try:
        match suggestion.kind:
            case Suggestion.Kind.RECORD:
                make_record(suggestion.payload)
            case Suggestion.Kind.FACT:
                _cite(suggestion, _fact(suggestion, by, all_the_same=all_the_same), by)
            case Suggestion.Kind.RELEASE:
                _claim(suggestion)
            case _:
                raise NotAccepted("Choose the topic of the closing line in the article itself.")
    except ValidationError as reason:
        raise NotAccepted(" ".join(reason.messages)) from None
    except (NotThere, AnswerRefused) as reason:
        raise NotAccepted(str(reason)) from None
    return _decide(suggestion, Suggestion.State.ACCEPTED, by)


@transaction.atomic
def cite_instead(suggestion: Suggestion, fact: Fact, *, by: User | None) -> Suggestion:
    """Cite a fact that the ledger has where the suggestion found its figure. Raises NotAccepted."""
    suggestion = _open(suggestion)
    try:
        _cite(suggestion, fact, by)
    except NotThere as reason:
        raise NotAccepted(str(reason)) from None
    return _decide(suggestion, Suggestion.State.ACCEPTED, by)


@transaction.atomic
def dismiss(suggestion: Suggestion, *, by: User | None) -> Suggestion:
    """Decide that nothing is to be made of it. Raises NotAccepted where it was decided already."""
    return _decide(_open(suggestion), Suggestion.State.DISMISSED, by)


def _open(suggestion: Suggestion) -> Suggestion:
    """The suggestion as it stands, locked; raises NotAccepted where it was decided already."""
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if suggestion.state != Suggestion.State.OPEN:
        raise NotAccepted("This suggestion was decided already.")
    return suggestion


def _decide(suggestion: Suggestion, state: str, by: User | None) -> Suggestion:
    suggestion.state, suggestion.decided_by = state, by
    suggestion.save(update_fields=["state", "decided_by"])
    return suggestion


def make_record(payload: dict[str, Any]) -> Record:
    """A private record from its name, kind and parent; the one of that kind and name, where it exists by now.

    Its parent must exist. A model's licence is set where none is known. Raises NotAccepted, ValidationError.
    """
    name, kind, parent = payload["name"], payload["kind"], payload.get("parent")
    held = Record.objects.filter(kind=kind)
    record = held.filter(slug=payload["record"]) if payload.get("record") else held.filter(name__iexact=name)
    if existing := record.first():
        _set_licence(existing, payload.get("licence"))
        return existing
    made = _new_record(kind, name, parent, payload.get("licence") or "")
    made.full_clean(exclude={"kind"})
    made.save()
    if kind == Record.Kind.COMPANY and parent:
        own(_company(parent, name), Company.objects.get(pk=made.pk), type=Ownership.Type.PARENT)
    saved(made)
    return made


def _new_record(kind: str, name: str, parent: str | None, licence: str) -> Record:
    slug = free_slug(kind, name)
    match kind:
        case Record.Kind.PRODUCT:
            return Product(name=name, slug=slug, owner=_company(parent, name))
        case Record.Kind.FAMILY:
            return ModelFamily(name=name, slug=slug, developer=_company(parent, name))
        case Record.Kind.MODEL:
            family = ModelFamily.objects.filter(name__iexact=parent).first() if parent else None
            developer = family.developer if family else _company(parent, name)
            return AIModel(name=name, slug=slug, developer=developer, family=family, licence=licence)
        case Record.Kind.MARKET:
            return Market(name=name, slug=slug)
    return Company(name=name, slug=slug)


def _set_licence(record: Record, licence: str | None) -> None:
    """A model's licence, where none is known; the log says so where readers see the model."""
    if licence and AIModel.objects.filter(pk=record.pk, licence="").update(licence=licence):
        saved(record)


def free_slug(kind: str, name: str) -> str:
    """An ASCII slug for a record's name that no record of its kind has or had in public."""
    words = slugify(name.replace(".", "-"))[:80].strip("-") or kind
    slug, number = words, 2
    while Record.objects.filter(kind=kind, slug=slug).exists() or not addresses.is_free(kind, slug, None):
        slug, number = f"{words}-{number}", number + 1
    return slug


def _company(name: str | None, child: str) -> Company:
    """The company of that name; for a family's or product's name, whoever owns it."""
    if name:
        if company := Company.objects.filter(name__iexact=name).first():
            return company
        if family := ModelFamily.objects.filter(name__iexact=name).first():
            return family.developer
    raise NotAccepted(f"“{child}” needs the company it belongs to: accept or make that first.")


def _subject(name: str | None, unit: str, figure: str) -> Record:
    """The record of that name; people are counted of a product where a family or company shares its name."""
    named = Record.objects.filter(name__iexact=name) if name else Record.objects.none()
    counted = named.filter(kind=Record.Kind.PRODUCT).first() if unit == "people" else None
    record: Record | None = counted or named.first()
    if record is None:
        raise NotAccepted(
            f"“{figure}” is of “{name}”, which is no record yet: accept that first."
            if name
            else f"It is not clear what “{figure}” is of: enter the fact in the ledger."
        )
    return record


def metric_of(offered: dict[str, Any]) -> tuple[str, str, Metric.Unit]:
    """What is measured, from the unit and the words around the figure where it is cited."""
    unit = offered["unit"]
    places = [Place(**place) for place in offered.get("places", ())]
    said = [f"{p.sentence[: p.at]}⟨{p.words}⟩{p.sentence[p.at + len(p.words) :]}" for p in places] or [
        f"⟨{offered['text']}⟩"
    ]
    for of_unit, pattern, metric in SAID_MORE:
        if of_unit == unit and any(pattern.search(words) for words in said):
            return metric
    return METRICS.get(unit) or (PRICE if "/" in unit else MONEY)


def _fact(suggestion: Suggestion, by: User | None, *, all_the_same: bool) -> Fact:
    """The fact that a suggestion offers: the one we hold already, else a new one. Raises SaidAlready."""
    offered = suggestion.payload
    subject = _subject(offered["subject"], offered["unit"], suggestion.text)
    values = {
        "value": Decimal(offered["value"]),
        "high": Decimal(offered["high"]) if offered["high"] else None,
        "unit": offered["unit"],
    }
    held = Fact.objects.current().filter(subject=subject, **values)
    if offered["as_of"]:
        held = held.filter(as_of=offered["as_of"])
    if known := held.first():
        return known
    code, name, sort = metric_of(offered)
    metric, _ = Metric.objects.get_or_create(
        code=code, defaults={"name": name, "unit": sort, "by_length": sort not in Metric.ON_A_DAY}
    )
    publisher = offered["source"] or ""
    source, _ = Source.objects.get_or_create(
        title=f"As given in “{suggestion.article.headline}”"[:200], publisher=publisher[:120]
    )
    fact = Fact(
        subject=subject,
        metric=metric,
        source=source,
        qualifier=offered["qualifier"],
        nature=offered["nature"],
        as_of=offered["as_of"] or "",
        recorded_by=by,
        **values,
    )
    fact.full_clean()
    # A text gives many a sum or count without its time; they are of one time only where time does not matter.
    comparable = fact.as_of or not metric.by_length
    if comparable and not all_the_same and (others := said_already(fact)):
        raise SaidAlready(fact, others)
    fact.save()
    return fact


def _cite(suggestion: Suggestion, fact: Fact, by: User | None) -> None:
    """Cite the fact at every place where the import found it."""
    places = [Place(**place) for place in suggestion.payload.get("places", ())]
    cite(suggestion.article, places=places, fact=fact, by=by)


def _claim(suggestion: Suggestion) -> None:
    offered = suggestion.payload
    model = AIModel.objects.filter(name__iexact=offered["model"]).first()
    if model is None:
        raise NotAccepted(f"“{offered['model']}” is no model on record yet: accept that first.")
    window = offered["window"]
    try:
        with transaction.atomic():
            releases.claim(
                model,
                status=offered["status"],
                window=window["edtf"] or "",
                words=window["words"],
                claimed_on=suggestion.article.dated or timezone.localdate(),
            )
    except IntegrityError:
        raise NotAccepted(
            f"“{model}” cannot be released then: it was announced later. Correct the record first."
        ) from None
