from datetime import datetime

from django.apps import AppConfig
from django.db.models import Exists, OuterRef


class CompaniesConfig(AppConfig):
    """Tells the log and the search which records the public may see."""

    name = "companies"
    verbose_name = "Companies and models"

    def ready(self) -> None:
        """Open the doors for each kind of record."""
        from changes import log
        from changes.querysets import shown_while
        from companies import indexing
        from companies.models import Record
        from search import documents

        def public(ids: list[int], at: datetime) -> set[int]:
            return set(Record.objects.public(at).filter(pk__in=ids).values_list("pk", flat=True))

        def seen(record: OuterRef, at: datetime) -> Exists:
            return Exists(Record.objects.public(at).filter(pk=record))

        for kind in Record.Kind.values:
            shown_while(kind, seen)
            log.news_of(kind, public)
            documents.show_through(kind, indexing.found)
