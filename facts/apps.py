from datetime import datetime

from django.apps import AppConfig
from django.db.models import Exists, OuterRef


class FactsConfig(AppConfig):
    """Tells the log which facts the public may see, and record pages their facts; has the history kept."""

    name = "facts"
    verbose_name = "Facts"

    def ready(self) -> None:
        """Open the doors."""
        from api.narrowing import narrow_also
        from api.references import Relation
        from changes import history, log
        from changes.querysets import shown_while
        from companies import beside
        from companies import indexing as names_of_records
        from companies.api.lists import Companies, Families, Markets, Models, Products
        from companies.models import Record
        from facts import followed, indexing
        from facts.api.beside import of_records
        from facts.api.standing import WithStale
        from facts.models import Fact, Metric, NoDispute, Preference, Scope, Source
        from facts.reading import figures
        from search import documents

        def seen(fact: OuterRef, at: datetime) -> Exists:
            return Exists(Fact.objects.listed(at).filter(pk=fact))

        def told(ids: list[int], at: datetime) -> set[int]:
            # A row of the log names the fact's subject too.
            named = Fact.objects.public(at).filter(pk__in=ids, subject__in=Record.objects.public(at))
            return set(named.values_list("pk", flat=True))

        names_of_records.when_names_change(indexing.renamed)
        documents.show_through(
            "fact",
            door=documents.Door(
                *(Fact.objects.of_public_subjects, indexing.told, indexing.held, indexing.entry),
                past=Fact.objects.past_to_readers,
            ),
        )
        for name in ("record", "company"):
            documents.narrowed(name, "fact", among=indexing.of)
        log.news_of("fact", told)
        followed.follow()
        shown_while("fact", seen)
        beside.show_beside("figures", figures)

        for records in (Companies, Products, Families, Models, Markets):
            records.relate("facts", Relation(("facts",), of=of_records))
            narrow_also(records.filterset_class, "stale", WithStale())

        history.keep(Fact, leave=("measure", "length", "recorded_at"))
        history.keep(Metric)
        history.keep(Scope)
        # What its address answers is asked by a machine, every week.
        history.keep(Source, leave=("asked_at", "answer", "heard", "failing_since", "dead_since"))
        history.keep(Preference, leave=("at",), under=lambda chosen: [("facts.fact", chosen.fact_id)])
        history.keep(
            NoDispute,
            leave=("at",),
            under=lambda settled: [("facts.fact", settled.one_id), ("facts.fact", settled.other_id)],
        )
