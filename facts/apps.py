from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from companies.models import Record


class FactsConfig(AppConfig):
    """Tells the log which facts the public may see, and record pages their facts."""

    name = "facts"
    verbose_name = "Facts"

    def ready(self) -> None:
        """Open the doors."""
        from changes import log
        from companies import beside
        from companies.models import Record
        from facts.models import Fact

        def told(ids: list[int], at: datetime) -> set[int]:
            # A row of the log names the fact's subject too.
            named = Fact.objects.public(at).filter(pk__in=ids, subject__in=Record.objects.public(at))
            return set(named.values_list("pk", flat=True))

        def of_the_record(record: "Record", at: datetime) -> object:
            rows = Fact.objects.public(at).current().about(record).with_story()
            return rows.order_by("metric__name", "-as_of_earliest")

        log.news_of("fact", told)
        beside.show_beside("facts", of_the_record)
