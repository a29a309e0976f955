"""How articles, authors and topics can be narrowed."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django_filters import rest_framework as filters

from api.narrowing import TIMES, IdFilter, IdsFilter
from api.values import TruthFilter
from articles.api.using import Use, by_uses
from articles.models import Article, Author, Edition, EditionAuthor, EditionRecord, EditionTopic, Topic
from companies.models import Record
from facts.models import Fact
from search import documents


class ArticleFilter(filters.FilterSet):
    """How articles can be narrowed."""

    id = IdsFilter(field_name="article_id", lookup_expr="in", help_text="Ids, parted by commas.")
    kind = filters.ChoiceFilter(choices=Article.Kind.choices)
    topic = filters.CharFilter(method="kept", help_text="A topic’s slug.")
    author = filters.CharFilter(method="kept", help_text="An author’s slug.")
    mentions = filters.CharFilter(method="kept", help_text="The slug of a record that the article names.")
    mentions_kind = filters.ChoiceFilter(
        method="kept", choices=Record.Kind.choices, help_text="Of which kind that record is."
    )
    cites = IdFilter(
        method="citing", min_value=1, max_value=2**53, help_text="The id of a fact that it cites."
    )
    stale = TruthFilter(
        method="with_stale", help_text="Whether it cites a fact that does not simply stand any more."
    )
    published_after = filters.IsoDateTimeFilter(field_name="dated", lookup_expr="gte", validators=TIMES)
    published_before = filters.IsoDateTimeFilter(field_name="dated", lookup_expr="lt", validators=TIMES)
    q = filters.CharFilter(method="holding", max_length=200, help_text="Words that it holds, all of them.")

    class Meta:
        model = Edition
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> QuerySet[Edition]:
        """Articles that use all that is asked for, besides."""
        asked = self.form.cleaned_data
        uses = []
        if slug := asked.get("topic"):
            uses.append(Use(EditionTopic, "topic", _ids(Topic.objects.filter(slug=slug))))
        if slug := asked.get("author"):
            uses.append(Use(EditionAuthor, "author", _ids(Author.objects.filter(slug=slug))))
        if slug := asked.get("mentions"):
            records = Record.objects.filter(slug=slug)
            if kind := asked.get("mentions_kind"):
                records = records.filter(kind=kind)
            uses.append(Use(EditionRecord, "record", _ids(records), {"frozen": True}))
        return by_uses(super().filter_queryset(queryset), uses)

    def kept(self, queryset: QuerySet[Edition], name: str, value: str) -> QuerySet[Edition]:
        """All of them: what an article uses is asked together."""
        return queryset

    def citing(self, queryset: QuerySet[Edition], name: str, value: int) -> QuerySet[Edition]:
        """Articles that cite a fact."""
        return queryset.filter(fact_rows__fact=value)

    def with_stale(self, queryset: QuerySet[Edition], name: str, value: bool) -> QuerySet[Edition]:
        """Articles that cite a fact which does not simply stand, or none."""
        gave_way: Any = Fact.objects.stale().filter(edition_rows__edition=OuterRef("pk"))
        return queryset.filter(Exists(gave_way) if value else ~Exists(gave_way))

    def holding(self, queryset: QuerySet[Edition], name: str, value: str) -> QuerySet[Edition]:
        """Articles with all of some words."""
        return queryset.filter(pk__in=documents.with_words(value, "article"))


def _ids(found: QuerySet[Any]) -> list[int]:
    return list(found.values_list("pk", flat=True))


class NamedFilter(filters.FilterSet):
    """How what has a name can be narrowed."""

    id = IdsFilter(field_name="id", lookup_expr="in", help_text="Ids, parted by commas.")
    q = filters.CharFilter(
        field_name="name", lookup_expr="icontains", max_length=100, help_text="In its name."
    )


class AuthorFilter(NamedFilter):
    """How authors can be narrowed."""

    class Meta:
        model = Author
        fields: list[str] = []


class TopicFilter(NamedFilter):
    """How topics can be narrowed."""

    class Meta:
        model = Topic
        fields: list[str] = []
