"""Deciding what an import or a check suggested: accepting makes the record, fact or release claim."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from articles import bodies
from articles.models import Article, FAQEntry, Suggestion
from articles.revisions import save_revision
from changes import addresses
from companies import releases
from companies.indexing import saved
from companies.models import AIModel, Company, Market, ModelFamily, Product, Record
from facts.models import Fact, Metric, Source


class NotAccepted(ValueError):
    """The suggestion cannot be accepted yet; the message says what to do first."""


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


@transaction.atomic
def accept(suggestion: Suggestion, *, by: User | None) -> Suggestion:
    """Make what the suggestion offers. Raises NotAccepted where something it needs is not there yet."""
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if suggestion.state != Suggestion.State.OPEN:
        raise NotAccepted("This suggestion was decided already.")
    match suggestion.kind:
        case Suggestion.Kind.RECORD:
            make_record(suggestion.payload)
        case Suggestion.Kind.FACT:
            _cite(suggestion, _fact(suggestion, by), by)
        case Suggestion.Kind.RELEASE:
            _claim(suggestion)
        case _:
            raise NotAccepted("Choose the topic of the closing line in the article itself.")
    return _decide(suggestion, Suggestion.State.ACCEPTED, by)


@transaction.atomic
def dismiss(suggestion: Suggestion, *, by: User | None) -> Suggestion:
    """Decide that nothing is to be made of it."""
    return _decide(
        Suggestion.objects.select_for_update().get(pk=suggestion.pk), Suggestion.State.DISMISSED, by
    )


def _decide(suggestion: Suggestion, state: str, by: User | None) -> Suggestion:
    suggestion.state, suggestion.decided_by = state, by
    suggestion.save(update_fields=["state", "decided_by"])
    return suggestion


def make_record(payload: dict[str, Any]) -> Record:
    """A private record from its name, kind and parent; its parent must exist."""
    name, kind, parent = payload["name"], payload["kind"], payload.get("parent")
    slug = free_slug(kind, name)
    match kind:
        case Record.Kind.PRODUCT:
            record: Record = Product.objects.create(name=name, slug=slug, owner=_company(parent, name))
        case Record.Kind.FAMILY:
            record = ModelFamily.objects.create(name=name, slug=slug, developer=_company(parent, name))
        case Record.Kind.MODEL:
            family = ModelFamily.objects.filter(name__iexact=parent).first() if parent else None
            developer = family.developer if family else _company(parent, name)
            record = AIModel.objects.create(name=name, slug=slug, developer=developer, family=family)
        case Record.Kind.MARKET:
            record = Market.objects.create(name=name, slug=slug)
        case _:
            record = Company.objects.create(name=name, slug=slug)
    saved(record)
    return record


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


def _subject(name: str | None) -> Record:
    record = Record.objects.filter(name__iexact=name).first() if name else None
    if record is None:
        raise NotAccepted(
            f"The figure is of “{name}”, which is no record yet: accept that first."
            if name
            else "It is not clear what the figure is of: enter the fact in the ledger."
        )
    return record


def _fact(suggestion: Suggestion, by: User | None) -> Fact:
    """The fact that a suggestion offers: the one we hold already, else a new one."""
    offered = suggestion.payload
    subject = _subject(offered["subject"])
    values = {
        "value": Decimal(offered["value"]),
        "high": Decimal(offered["high"]) if offered["high"] else None,
        "unit": offered["unit"],
        "as_of": offered["as_of"] or "",
    }
    held = Fact.objects.current().filter(subject=subject, **values).first()
    if held is not None:
        return held
    unit = offered["unit"]
    code, name, sort = METRICS.get(unit) or (PRICE if "/" in unit else MONEY)
    metric, _ = Metric.objects.get_or_create(code=code, defaults={"name": name, "unit": sort})
    publisher = offered["source"] or ""
    source, _ = Source.objects.get_or_create(
        title=f"As given in “{suggestion.article.headline}”"[:200], publisher=publisher[:120]
    )
    return Fact.objects.create(
        subject=subject,
        metric=metric,
        source=source,
        qualifier=offered["qualifier"],
        nature=offered["nature"],
        recorded_by=by,
        **values,
    )


def _cite(suggestion: Suggestion, fact: Fact, by: User | None) -> None:
    """Turn the words in the working copy into a citation, wherever they first stand."""
    article = Article.objects.select_for_update().get(pk=suggestion.article_id)
    body = bodies.cite(article.body, suggestion.text, fact.pk)
    if body != article.body:
        Article.objects.filter(pk=article.pk).update(
            body=body, version=article.version + 1, updated_at=timezone.now()
        )
    else:
        for entry in FAQEntry.objects.filter(article=article):
            cited = bodies.cite(entry.answer, suggestion.text, fact.pk)
            if cited != entry.answer:
                FAQEntry.objects.filter(pk=entry.pk).update(answer=cited)
                break
    article.refresh_from_db()
    save_revision(article, by=by, why=f"Cites a fact: {suggestion.text}"[:200])


def _claim(suggestion: Suggestion) -> None:
    offered = suggestion.payload
    model = AIModel.objects.filter(name__iexact=offered["model"]).first()
    if model is None:
        raise NotAccepted(f"“{offered['model']}” is no model on record yet: accept that first.")
    window = offered["window"]
    releases.claim(
        model,
        status=offered["status"],
        window=window["edtf"] or "",
        words=window["words"],
        claimed_on=suggestion.article.dated or timezone.localdate(),
        claimed_by="",
    )
