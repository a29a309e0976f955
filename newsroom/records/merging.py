"""Merging two records that are one: whatever points at the one follows to the other, and its address too.

What points at a record is asked of Django, so that no relation is forgotten that is added later; and the merged
row is deleted at the end, which the database refuses while anything points at it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.reverse_related import ForeignObjectRel

from articles.models import EditionRecord, Suggestion
from changes import addresses, corrections, log
from companies import indexing, releases, sourcing
from companies.fields import FuzzyDateField
from companies.locks import lock
from companies.models import CLAIMED, KINDS, AIModel, Alias, Company, Ownership, Record, ReleaseClaim
from newsletter import following
from newsletter.issues import succeeding
from newsroom.models import Merged
from questions.answering import giving
from questions.models import Answer
from search import documents
from webhooks import narrowing

CLASSES: dict[str, Any] = {kind: model for model, kind in KINDS.items()}
EMPTY: tuple[Any, ...] = (None, "", [])
#: What says who a record is and how it was treated, so that it is never filled from another.
OWN = {
    *("id", "record_ptr", "kind", "name", "slug", "published_from", "created_at", "updated_at"),
    *("checked_on", "checked_against", *CLAIMED, "opens", "closes"),
}


class MergeRefused(ValueError):
    """The two cannot be one; the message says why."""


@transaction.atomic
def merge(loser: Record, *, into: Record, by: User | None, known_as: str = Alias.Kind.FORMER) -> Merged:
    """Make two records of one kind one, for good; `loser` is gone afterwards.

    All that points at it follows to the other, whose empty columns are filled from it; its names become aliases
    of the kind `known_as`, its addresses lead to the other, and that one is public if either was. Texts that name
    it are linked anew once this is committed. Returns what was done. Raises MergeRefused.
    """
    for table in (Ownership, AIModel):  # before any row, as everybody who holds one does
        lock(table)
    gone, kept = _both(loser, into)
    _refuse_to_follow_itself(gone, kept)
    seen = Record.objects.public().filter(pk=gone.pk).exists() or _was_in_an_edition(gone)
    names = [gone.name, gone.native_name, *gone.aliases.values_list("text", flat=True)]
    merged = Merged(kind=gone.kind, name=gone.name, slug=gone.slug, into=kept, by=by, columns=_columns(gone))
    claims = list(ReleaseClaim.objects.filter(model=gone.pk).values_list("pk", flat=True))
    try:
        merged.filled = _fill(kept, gone)
        merged.followed = _have_follow(gone, kept)
        kept.full_clean()
    except ValidationError as reason:
        raise MergeRefused(" ".join(reason.messages)) from None
    _show_latest_of(claims, kept)
    sourcing.renumber(gone.pk, kept.pk)
    _keep_names(gone, kept, known_as)
    _suggest(gone, kept)
    kept.published_from = min(filter(None, [kept.published_from, gone.published_from]), default=None)
    kept.save()
    _hand_over_past(gone, kept, address=seen)
    gone.delete()
    merged.save()
    indexing.saved(kept)
    indexing.names_changed(kept)
    _link_answers(names)
    return merged


def foresee(loser: Record, *, into: Record, by: User | None) -> Merged:
    """What a merge would do, by doing it and taking it back. Raises MergeRefused."""
    with transaction.atomic():
        merged = merge(loser, into=into, by=by)
        transaction.set_rollback(True)
    return merged


def _both(loser: Record, into: Record) -> tuple[Any, Any]:
    """The two as they stand now, locked, each as its kind."""
    if loser.pk == into.pk:
        raise MergeRefused("A record cannot be merged into itself.")
    if loser.kind != into.kind:
        first, second = loser.get_kind_display().lower(), into.get_kind_display().lower()
        raise MergeRefused(
            f"{loser} is a {first} and {into} a {second}: only records of one kind are merged."
        )
    rows = (
        CLASSES[loser.kind]
        ._base_manager.select_for_update()
        .order_by("pk")
        .filter(pk__in=[loser.pk, into.pk])
    )
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise MergeRefused("One of the two is gone: it was merged or deleted meanwhile.")
    return found[loser.pk], found[into.pk]


def _refuse_to_follow_itself(gone: Any, kept: Any) -> None:
    for later, earlier in ((gone, kept), (kept, gone)):
        if isinstance(later, AIModel) and later.predecessor_id == earlier.pk:
            raise MergeRefused(f"{later} follows {earlier}, so they are two models. Correct that first.")


def _was_in_an_edition(record: Record) -> bool:
    return EditionRecord.objects.filter(record=record.pk, frozen=True).exists()


def _columns(record: Record) -> dict[str, Any]:
    """A record's own columns, for the history."""
    return {
        field.name: field.get_prep_value(field.value_from_object(record))
        for field in record._meta.concrete_fields
    }


def _fill(kept: Any, gone: Any) -> list[str]:
    """Fill what is empty in a row from another of its kind; returns the names of what was filled.

    A fuzzy date goes with its days and words, a native name with its language, or not at all.
    """
    filled, passed = [], set(OWN)
    for field in kept._meta.concrete_fields:
        if field.name in passed:
            continue
        together = _belongs_to(field)
        passed |= set(together)
        columns = [kept._meta.get_field(name).attname for name in together]
        if all(getattr(kept, c) in EMPTY for c in columns) and getattr(gone, field.attname) not in EMPTY:
            for column in columns:
                setattr(kept, column, getattr(gone, column))
            filled.append(str(field.verbose_name))
    return filled


def _belongs_to(field: "models.Field[Any, Any]") -> list[str]:
    """The column, and those that say nothing without it."""
    if isinstance(field, FuzzyDateField):
        return [field.name, *(f"{field.name}_{part}" for part in ("earliest", "latest", "words"))]
    return [field.name, "native_language"] if field.name == "native_name" else [field.name]


def references(record: type[Record]) -> list[ForeignObjectRel]:
    """Every column of other rows that may point at a record of a kind, also those of hidden tables."""
    return [
        relation
        for relation in record._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel) and not relation.parent_link
    ]


def _have_follow(gone: Any, kept: Any) -> dict[str, int]:
    """Point every reference at the other; returns how many of what. Raises ValidationError where a rule breaks."""
    EditionRecord.objects.filter(
        record=kept.pk,
        edition__in=EditionRecord.objects.filter(record=gone.pk, frozen=True).values("edition"),
    ).update(frozen=True)
    gone.aliases.filter(text__in=[kept.name, kept.native_name]).delete()
    followed: dict[str, int] = {}
    moved: list[tuple[type[models.Model], list[int]]] = []
    if isinstance(gone, Company):
        twins = _end_ties_between(gone, kept)
        moved.append((Ownership, twins))
    for relation in references(type(gone)):
        model, column = relation.related_model, relation.field.name
        rows = model._base_manager.filter(**{column: gone.pk})
        count = rows.count()
        if not count:
            continue
        for condition in _held_already(relation, kept):
            rows.filter(condition).delete()
        if model.clean is not models.Model.clean:
            moved.append((model, list(rows.values_list("pk", flat=True))))
        rows.update(**{column: kept.pk})
        if called := _called(relation):
            followed[called] = followed.get(called, 0) + count
    for model, ids in moved:
        for row in model._base_manager.filter(pk__in=ids):
            row.clean()
    return followed


def _held_already(relation: ForeignObjectRel, kept: Record) -> Iterator[Q]:
    """For each rule that a row is there once: that the other record has such a row."""
    model, column = relation.related_model, relation.field.name
    rules: list[tuple[Sequence[str], Q]] = [(names, Q()) for names in model._meta.unique_together]
    rules += [
        (rule.fields, rule.condition or Q())
        for rule in model._meta.constraints
        if isinstance(rule, models.UniqueConstraint)
    ]
    for names, condition in rules:
        if column in names:
            same = {name: OuterRef(name) for name in names if name != column}
            held = model._base_manager.filter(condition, **{column: kept.pk}, **same)
            yield Q(Exists(held)) & condition


def _end_ties_between(gone: Company, kept: Company) -> list[int]:
    """Drop the ties of the two to one another; where both have the same tie, fill the other's from the one's.

    Returns the ids of those that were filled.
    """
    both = [gone.pk, kept.pk]
    Ownership.objects.filter(owner__in=both, owned__in=both).delete()
    filled = []
    for side, other in (("owner", "owned"), ("owned", "owner")):
        for tie in Ownership.objects.filter(**{side: gone}, until=""):
            same = {side: kept, other: getattr(tie, other), "type": tie.type, "until": ""}
            twin = Ownership.objects.filter(**same).first()
            if twin and _fill(twin, tie):
                twin.save()
                filled.append(twin.pk)
    return filled


#: What rows are called that people know by another name than the table's; those without one are not told of.
CALLED = {
    "articles.reindexing": "",
    "articles.editionrecord": "editions",
    "newsroom.merged": "records merged into it before",
    "companies.ownership": "ties of ownership",
    "companies.releaseclaim": "release claims",
}


def _called(relation: ForeignObjectRel) -> str:
    """What the rows behind a relation are called; of a table between two, the other side."""
    model: Any = relation.related_model
    if model._meta.auto_created:
        model = next(f.related_model for f in model._meta.fields if f.is_relation and f != relation.field)
    return CALLED.get(model._meta.label_lower, str(model._meta.verbose_name_plural))


def _show_latest_of(claims: list[int], kept: Any) -> None:
    """A model shows what was claimed of it last, also where that was claimed of the one that was merged."""
    if claims and (latest := releases.settle(kept)[-1].claim).pk in claims:
        releases.show(kept, latest)


def _keep_names(gone: Record, kept: Record, known_as: str) -> None:
    """Have the names that are not the other's own as its aliases."""
    for text, language in ((gone.name, ""), (gone.native_name, gone.native_language)):
        if text and text not in {kept.name, kept.native_name}:
            Alias.objects.get_or_create(
                record_id=kept.pk, text=text, defaults={"kind": known_as, "language": language}
            )


def _suggest(gone: Record, kept: Record) -> None:
    """Have what is still offered lead to the other: suggestions name records, and look them up by name."""
    offered = Suggestion.objects.select_for_update().filter(state=Suggestion.State.OPEN)
    same_record = Q(payload__name__iexact=gone.name) | Q(payload__record=gone.slug)
    for suggestion in offered.filter(same_record, kind=Suggestion.Kind.RECORD, payload__kind=gone.kind):
        suggestion.payload["record"] = kept.slug
        suggestion.save(update_fields=["payload"])
    if Record.objects.filter(name__iexact=gone.name).exclude(pk=gone.pk).exists():
        return  # the name leads to that one
    for key in ("parent", "subject", "model"):
        for suggestion in offered.filter(**{f"payload__{key}__iexact": gone.name}):
            suggestion.payload[key] = kept.name
            suggestion.save(update_fields=["payload"])


def _hand_over_past(gone: Record, kept: Record, *, address: bool) -> None:
    """Have addresses, the log and the admin's history lead to the other. address: its own was public."""
    addresses.hand_over(gone.kind, gone.pk, to=kept.pk)
    if address:
        addresses.claim(gone.kind, gone.slug, kept.pk)
    log.appears(gone.kind, gone.pk, at=None)
    log.hand_over(gone.kind, gone.pk, to=kept.pk)
    if address:
        log.hidden(gone.kind, gone.pk, address=gone.get_absolute_url(), merged=True)
    corrections.hand_over(gone.kind, gone.pk, to=kept.pk)
    narrowing.hand_over(gone.kind, gone.pk, to=kept.pk)
    following.hand_over(gone.kind, gone.pk, to=kept.pk)
    succeeding.hand_over(gone.kind, gone.pk, to=kept.pk)
    documents.drop(gone.kind, [gone.pk])
    LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(gone), object_id=str(gone.pk)
    ).update(object_id=str(kept.pk))


def _link_answers(names: Iterable[str]) -> None:
    """Lay out anew the answers that may name a record by one of its names."""
    asked = {pk for name in filter(None, names) for pk in documents.holding("question", name)}
    for answer in Answer.objects.filter(question__in=asked).select_related("question"):
        giving.index(answer)
