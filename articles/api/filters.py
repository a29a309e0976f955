"""How articles, authors and topics can be narrowed."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django_filters import rest_framework as filters

from api.narrowing import Contradictory, IdFilter, IdsFilter
from api.values import TimeFilter, TruthFilter
from articles.api import slugs
from articles.api.using import Use, by_uses
from articles.models import Article, Author, Edition, EditionAuthor, EditionRecord, EditionTopic, Topic
from companies.api.slugs import AnyRecordFilter, RecordFilter, belonging_to
from companies.models import Record
from facts.models import Fact
from search import documents

#: What is said of a kind without a record.
ALONE = "This says of which kind the record in “mentions” is: give that too, or leave this out."


class ArticleFilter(filters.FilterSet):
    """How articles can be narrowed."""

    id = IdsFilter(field_name="article_id", lookup_expr="in", help_text="Ids, parted by commas.")
    kind = filters.ChoiceFilter(choices=Article.Kind.choices)
    topic = slugs.TopicFilter(method="kept")
    author = slugs.AuthorFilter(method="kept")
    company = RecordFilter(
        "company",
        method="kept",
        help_text="The slug of a company: articles that name it or one of its products, model families and models, "
        "or cite a figure of one of these.",
    )
    mentions = AnyRecordFilter(
        method="kept",
        help_text="The slug of a record that the article names, alone or with its kind: company/openai.",
    )
    mentions_kind = filters.ChoiceFilter(
        method="kept", choices=Record.Kind.choices, help_text="Of which kind that record is."
    )
    cites = IdFilter(
        method="citing", min_value=1, max_value=2**53, help_text="The id of a fact that it cites."
    )
    stale = TruthFilter(
        method="with_stale", help_text="Whether it cites a fact that does not simply stand any more."
    )
    published_after = TimeFilter(field_name="dated", lookup_expr="gte")
    published_before = TimeFilter(field_name="dated", lookup_expr="lt")
    q = filters.CharFilter(method="holding", max_length=200, help_text="Words that it holds, all of them.")

    class Meta:
        model = Edition
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> QuerySet[Edition]:
        """Articles that use all that is asked for, besides."""
        asked = self.form.cleaned_data
        if asked.get("mentions_kind") and not asked.get("mentions"):
            raise Contradictory({"mentions_kind": [ALONE]})
        uses = []
        if topic := asked.get("topic"):
            uses.append(Use(EditionTopic, "topic", [topic]))
        if author := asked.get("author"):
            uses.append(Use(EditionAuthor, "author", [author]))
        if company := asked.get("company"):
            uses.append(Use(EditionRecord, "record", belonging_to(company), {"frozen": True}))
        if records := asked.get("mentions"):
            uses.append(Use(EditionRecord, "record", records, {"frozen": True}))
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
        return queryset.filter(documents.with_words(value, "article"))


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
