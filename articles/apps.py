from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models import Exists, OuterRef
from django.db.models.signals import post_migrate

if TYPE_CHECKING:
    from companies.models import Record
    from facts.models import Fact


class ArticlesConfig(AppConfig):
    """Tells the apps below what live editions make public, which they cannot ask for themselves; keeps the roles."""

    name = "articles"
    verbose_name = "Articles"

    def ready(self) -> None:
        """Open the doors: records and facts are public while a live edition uses them."""
        from api.narrowing import narrow_also
        from articles import feeds, followed, indexing, reindexing, roles
        from articles.api.narrowing_facts import CitedBy, OfTopic
        from articles.models import Author, Edition, EditionFact, EditionRecord, Image, Interest, Topic
        from articles.stories import stories
        from changes import history, log
        from changes.corrections import Thing
        from changes.querysets import shown_while
        from companies import beside
        from companies import indexing as names_of_records
        from companies import querysets as records
        from facts import correcting
        from facts import querysets as facts
        from facts.api.filters import FactFilter
        from search import documents
        from webhooks import pinging

        def names(record: OuterRef, at: datetime) -> Exists:
            return Exists(EditionRecord.objects.shown(at).filter(record=record, frozen=True))

        def named(record: OuterRef, at: datetime) -> Exists:
            return Exists(EditionRecord.objects.begun(at).filter(record=record, frozen=True))

        def cites(fact: OuterRef, at: datetime) -> Exists:
            return Exists(EditionFact.objects.shown(at).filter(fact=fact))

        def cited(fact: OuterRef, at: datetime) -> Exists:
            return Exists(EditionFact.objects.begun(at).filter(fact=fact))

        def seen(article: OuterRef, at: datetime) -> Exists:
            return Exists(Edition.objects.live(at).filter(article=article))

        def citing(fact: "Fact", at: datetime) -> list[Thing]:
            rows = EditionFact.objects.shown(at).filter(fact=fact.pk).order_by("-edition")
            told = rows.values_list("edition__article", "edition__headline", "edition__slug")
            return [Thing("article", pk, title, f"/articles/{slug}/") for pk, title, slug in told]

        def live(ids: list[int], at: datetime) -> set[int]:
            rows = Edition.objects.live(at).filter(article_id__in=ids)
            return set(rows.values_list("article_id", flat=True))

        def in_the_press(record: "Record", at: datetime) -> object:
            return stories(Edition.objects.live(at).naming(record)[:6])

        records.public_while(names, once=named)
        beside.show_beside("articles", in_the_press)
        beside.show_beside("feed", feeds.named)
        facts.public_while(cites, once=cited)
        narrow_also(FactFilter, "topic", OfTopic())
        narrow_also(FactFilter, "cited_by", CitedBy())
        documents.show_through(
            "article",
            door=documents.Door(Edition.objects.live, indexing.told, indexing.held, indexing.entry),
        )
        documents.narrow_by("topic", indexing.topic_called, indexing.topics)
        documents.narrowed("topic", "article", among=indexing.on_topic)
        for name in ("record", "company"):
            documents.narrowed(name, "article", among=indexing.naming)
        names_of_records.when_names_change(reindexing.want)
        log.news_of("article", live)
        post_migrate.connect(roles.keep_roles, dispatch_uid="roles")
        # An article has its own revisions.
        for model in (Author, Topic, Image, Interest):
            history.keep(model, leave=("uploaded_at", "declared_at"))
        followed.follow()
        shown_while("article", seen)
        correcting.cited_by(citing)
        pinging.told_in("article", feeds.names_of_articles)
        pinging.told_in("fact", feeds.names_of_facts)
        for kind in feeds.KINDS.values():
            pinging.told_in(kind, feeds.names_of_records)
