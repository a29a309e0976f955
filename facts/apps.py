from datetime import datetime

from django.apps import AppConfig
from django.db.models import Exists, OuterRef


class FactsConfig(AppConfig):
    """Tells the log which facts the public may see, and record pages their facts."""

    name = "facts"
    verbose_name = "Facts"

    def ready(self) -> None:
        """Open the doors."""
        from changes import log
        from changes.querysets import shown_while
        from companies import beside
        from companies.models import Record
        from facts.models import Fact
        from facts.reading import figures

        def seen(fact: OuterRef, at: datetime) -> Exists:
            return Exists(Fact.objects.listed(at).filter(pk=fact))

        def told(ids: list[int], at: datetime) -> set[int]:
            # A row of the log names the fact's subject too.
            named = Fact.objects.public(at).filter(pk__in=ids, subject__in=Record.objects.public(at))
            return set(named.values_list("pk", flat=True))

        log.news_of("fact", told)
        shown_while("fact", seen)
        beside.show_beside("figures", figures)
