"""What receivers are told of, and which rows of the log are such news."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import models
from django.db.models import Q

from changes.models import Change, Touched

Kind = Change.Kind


class Event(models.TextChoices):
    """The types of messages, named as Standard Webhooks asks. They are promised: none is ever renamed."""

    EDITION_PUBLISHED = "edition.published", "Edition published"
    EDITION_UPDATED = "edition.updated", "Edition updated"
    EDITION_CORRECTED = "edition.corrected", "Edition corrected"
    EDITION_WITHDRAWN = "edition.withdrawn", "Edition withdrawn"
    EDITION_EXPIRED = "edition.expired", "Edition expired"
    FACT_SUPERSEDED = "fact.superseded", "Fact superseded"
    MODEL_RELEASED = "model.released", "Model released"
    MODEL_SLIPPED = "model.slipped", "Model’s release slipped"
    QUESTION_ANSWERED = "question.answered", "Question answered"
    QUESTION_UPDATED = "question.updated", "Answer changed"
    QUESTION_CORRECTED = "question.corrected", "Answer corrected"
    RECORD_CORRECTED = "record.corrected", "Record corrected"


#: What is sent at the press of a button. No endpoint asks for it, and no row of the log is behind it.
TEST = "endpoint.test"

#: The rows that are news, by what happened to what. A correction is told below, by what it touches.
NEWS: dict[tuple[str, str], Event] = {
    (Kind.PUBLISHED, "article"): Event.EDITION_PUBLISHED,
    (Kind.UPDATED, "article"): Event.EDITION_UPDATED,
    (Kind.WITHDRAWN, "article"): Event.EDITION_WITHDRAWN,
    (Kind.EXPIRED, "article"): Event.EDITION_EXPIRED,
    (Kind.SUPERSEDED, "fact"): Event.FACT_SUPERSEDED,
    (Kind.RELEASED, "model"): Event.MODEL_RELEASED,
    (Kind.SLIPPED, "model"): Event.MODEL_SLIPPED,
    (Kind.ANSWERED, "question"): Event.QUESTION_ANSWERED,
    (Kind.UPDATED, "question"): Event.QUESTION_UPDATED,
}
#: A figure that is corrected is superseded by the right one in the same step.
CORRECTED = {
    "article": Event.EDITION_CORRECTED,
    "question": Event.QUESTION_CORRECTED,
    "fact": Event.FACT_SUPERSEDED,
}


def rows_of(wanted: Mapping[str, datetime]) -> Q:
    """The condition of the rows that may be news to whoever wants these events, each from a time on."""
    condition = Q(pk__in=[])
    for (kind, about), event in NEWS.items():
        if event in wanted:
            condition |= Q(kind=kind, about=about, effective_at__gte=wanted[event])
    since = [at for event, at in wanted.items() if event in {*CORRECTED.values(), Event.RECORD_CORRECTED}]
    return condition | Q(kind=Kind.CORRECTED, effective_at__gte=min(since)) if since else condition


def of_each(changes: Iterable[Change], at: datetime) -> dict[int, set[Event]]:
    """The events that rows of the log are, by their ids: of a correction one for each kind of thing that readers see
    it on. One query, and one more where there are corrections.
    """
    found = {row.pk: {NEWS[key]} if (key := (row.kind, row.about)) in NEWS else set() for row in changes}
    corrected = {row.pk: row.about for row in changes if row.kind == Kind.CORRECTED}
    if not corrected:
        return found
    seen = Touched.objects.seen(at).filter(correction__change__in=corrected).order_by()
    for pk, about in (*corrected.items(), *seen.values_list("correction__change", "about").distinct()):
        # Both figures of a supersession are touched, and it is told by the row that is about the right one.
        if about != "fact" or corrected[pk] == "fact":
            found[pk].add(CORRECTED.get(about, Event.RECORD_CORRECTED))
    return found
