from datetime import datetime

from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    """Tells the log and the search which records the public may see."""

    name = "companies"
    verbose_name = "Companies and models"

    def ready(self) -> None:
        """Open the doors for each kind of record."""
        from changes import log
        from companies import indexing
        from companies.models import Record
        from search import documents

        def public(ids: list[int], at: datetime) -> set[int]:
            return set(Record.objects.public(at).filter(pk__in=ids).values_list("pk", flat=True))

        for kind in Record.Kind.values:
            log.news_of(kind, public)
            documents.show_through(kind, indexing.found)
