from datetime import datetime
from functools import partial

from django.apps import AppConfig
from django.db.models import Exists, OuterRef


class CompaniesConfig(AppConfig):
    """Tells the log and the search which records the public may see, and has the history kept."""

    name = "companies"
    verbose_name = "Companies and models"

    def ready(self) -> None:
        """Open the doors for each kind of record."""
        from changes import history, log
        from changes.querysets import shown_while
        from companies import followed, indexing
        from companies.models import (
            CLAIMED,
            KINDS,
            Alias,
            Listing,
            Ownership,
            Record,
            ReleaseClaim,
            ValueSource,
        )
        from search import documents

        def public(ids: list[int], at: datetime) -> set[int]:
            return set(Record.objects.public(at).filter(pk__in=ids).values_list("pk", flat=True))

        def seen(record: OuterRef, at: datetime) -> Exists:
            return Exists(Record.objects.public(at).filter(pk=record))

        followed.follow()
        for kind in Record.Kind.values:
            shown_while(kind, seen)
            log.news_of(kind, public)

        documents.show_through(
            *Record.Kind.values,
            door=documents.Door(Record.objects.public, indexing.told, indexing.held, indexing.entry),
            found_by_name=True,
        )
        documents.narrow_by("record", indexing.called)
        documents.narrow_by("company", partial(indexing.called, kind=Record.Kind.COMPANY))
        for name in ("record", "company"):
            documents.narrowed(name, *Record.Kind.values, among=indexing.around)

        record = "companies.record"
        for model in KINDS:
            lists = [field.name for field in model._meta.many_to_many]
            left = ("kind", "record_ptr", "created_at", "updated_at", *CLAIMED)
            history.keep(model, about=record, leave=left, lists=lists)
        history.keep(Alias, leave=("updated_at",), under=lambda alias: [(record, alias.record_id)])
        history.keep(ValueSource, leave=("value",), under=lambda source: [(record, source.record_id)])
        history.keep(Listing, under=lambda listing: [(record, listing.company_id)])
        history.keep(ReleaseClaim, leave=("recorded_at",), under=lambda claim: [(record, claim.model_id)])
        history.keep(
            Ownership,
            under=lambda tie: [
                ("companies.ownership", tie.pk),
                (record, tie.owner_id),
                (record, tie.owned_id),
            ],
        )
