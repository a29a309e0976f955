"""How articles, authors and topics can be narrowed."""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django_filters import rest_framework as filters

from api.narrowing import TIMES, IdFilter, IdsFilter
from api.values import TruthFilter
from articles.models import Article, Author, Edition, Topic
from companies.models import Record
from facts.models import Fact
from search import documents

#: Says of a queryset that it is walked by the index of what is used.
PLACED_BY_USE = "placed_by_use"


class ArticleFilter(filters.FilterSet):
    """How articles can be narrowed."""

    id = IdsFilter(field_name="article_id", lookup_expr="in", help_text="Ids, parted by commas.")
    kind = filters.ChoiceFilter(choices=Article.Kind.choices)
    topic = filters.CharFilter(method="used", help_text="A topic’s slug.")
    author = filters.CharFilter(method="used", help_text="An author’s slug.")
    mentions = filters.CharFilter(method="used", help_text="The slug of a record that the article names.")
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

    def used(self, queryset: Any, name: str, value: str) -> QuerySet[Edition]:
        """Articles on a topic, by an author, or that name a record."""
        if name == "topic":
            return by_use(queryset, "topic_rows", {"topic__slug": value})
        if name == "author":
            return by_use(queryset, "bylines", {"author__slug": value})
        return by_use(queryset, "record_rows", {"record__slug": value, "frozen": True} | self._kind())

    def _kind(self) -> dict[str, str]:
        kind = self.form.cleaned_data.get("mentions_kind")
        return {"record__kind": kind} if kind else {}

    def kept(self, queryset: QuerySet[Edition], name: str, value: str) -> QuerySet[Edition]:
        """All of them: it says more of another filter."""
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


def by_use(queryset: QuerySet[Edition], rows: str, of: dict[str, Any]) -> QuerySet[Edition]:
    """Editions that use something.

    The first time they are walked by the date beside what is used, whose index has all of one topic, author or
    record together: neither rare nor usual ones are then looked for among all editions.
    """
    if PLACED_BY_USE in queryset.query.annotations:
        relation: Any = Edition._meta.get_field(rows)
        return queryset.filter(Exists(relation.related_model.objects.filter(edition=OuterRef("pk"), **of)))
    found = queryset.filter(**{f"{rows}__{name}": value for name, value in of.items()})
    placed = {"placed": F(f"{rows}__dated"), "placed_id": F(f"{rows}__edition_id")}
    return found.annotate(**placed, **{PLACED_BY_USE: F(f"{rows}__dated")})


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
