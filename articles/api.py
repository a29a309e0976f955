"""Articles for programs: the same live editions as the pages."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from api.narrowing import TIMES
from articles import interests
from articles.models import Edition, EditionRecord, EditionTopic
from articles.rendering import show_figures
from changes.api import CorrectionsField


class NamedSerializer(serializers.Serializer[Any]):
    """Something with a name and an address."""

    name = serializers.CharField()
    slug = serializers.SlugField()
    url = serializers.SerializerMethodField()

    def get_url(self, thing: Any) -> str:
        """Its page."""
        return settings.SITE_URL + thing.get_absolute_url()


class RecordSerializer(NamedSerializer):
    """A record that a text names."""

    kind = serializers.CharField()


class ArticleSerializer(serializers.Serializer[Edition]):
    """An article in a list."""

    slug = serializers.SlugField()
    url = serializers.SerializerMethodField(help_text="Its page.")
    headline = serializers.CharField()
    standfirst = serializers.CharField()
    kind = serializers.CharField()
    edition = serializers.IntegerField(source="number")
    first_published = serializers.DateTimeField()
    dated = serializers.DateTimeField()
    reading_minutes = serializers.IntegerField()
    authors = NamedSerializer(many=True)
    topics = NamedSerializer(many=True)

    def get_url(self, edition: Edition) -> str:
        """Its page."""
        return settings.SITE_URL + edition.get_absolute_url()


class FAQSerializer(serializers.Serializer[Any]):
    """One of our own questions."""

    question = serializers.CharField()
    answer = serializers.CharField(help_text="HTML")


class HeadingSerializer(serializers.Serializer[Any]):
    """A heading of the body."""

    level = serializers.IntegerField()
    text = serializers.CharField()


class FigureSerializer(serializers.Serializer[Any]):
    """A figure that the article cites, and how it stands today."""

    id = serializers.IntegerField()
    words = serializers.CharField(help_text="As the article puts it.")
    value = serializers.DecimalField(max_digits=30, decimal_places=6)
    high = serializers.DecimalField(max_digits=30, decimal_places=6, allow_null=True)
    unit = serializers.CharField()
    qualifier = serializers.CharField()
    nature = serializers.CharField()
    as_of = serializers.CharField(help_text="EDTF")
    subject = serializers.CharField()
    metric = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # hides Field.source, which it does not use
    shown = serializers.CharField(help_text="The value in words.")
    state = serializers.CharField(help_text="current, newer, superseded, withdrawn, due or review")
    because = serializers.CharField(help_text="Why it was superseded or withdrawn, or empty.")
    now = serializers.CharField(
        help_text="In words, the newer value, or what was measured where a forecast is due; or empty."
    )
    now_as_of = serializers.CharField(help_text="EDTF, of what time that is; or empty.")
    now_fact = serializers.IntegerField(help_text="The id of the fact that says so.", allow_null=True)
    news = serializers.CharField(help_text="What the article’s page tells its readers of it, or empty.")


class WholeArticleSerializer(ArticleSerializer):
    """An article whole."""

    html = serializers.CharField(source="body", help_text="As it was published; figures as data elements.")
    text = serializers.CharField()
    contents = HeadingSerializer(many=True)
    faq = FAQSerializer(many=True)
    closing = serializers.CharField()
    change_note = serializers.CharField()
    corrections = CorrectionsField("article", "article_id")
    disclosures = serializers.SerializerMethodField(
        help_text="What interests the newsroom or its authors have in companies that the article names."
    )
    facts = serializers.SerializerMethodField()
    records = serializers.SerializerMethodField()

    def get_disclosures(self, edition: Edition) -> list[str]:
        """A sentence each, as today's page has them."""
        return interests.told(edition, timezone.now())

    @extend_schema_field(FigureSerializer(many=True))
    def get_facts(self, edition: Edition) -> list[dict[str, Any]]:
        """The figures it cites, in order."""
        return list(FigureSerializer(show_figures(edition), many=True).data)

    @extend_schema_field(RecordSerializer(many=True))
    def get_records(self, edition: Edition) -> list[dict[str, Any]]:
        """The records it used when it was published, in order."""
        rows = EditionRecord.objects.filter(edition=edition, frozen=True).select_related("record")
        return list(RecordSerializer([row.record for row in rows], many=True).data)


class ArticleFilter(filters.FilterSet):
    """How articles can be narrowed."""

    topic = filters.CharFilter(method="with_topic", help_text="A topic’s slug.")
    mentions = filters.CharFilter(method="naming", help_text="The slug of a record that the article names.")
    kind = filters.CharFilter(field_name="kind")
    published_after = filters.IsoDateTimeFilter(field_name="dated", lookup_expr="gte", validators=TIMES)
    published_before = filters.IsoDateTimeFilter(field_name="dated", lookup_expr="lt", validators=TIMES)

    class Meta:
        model = Edition
        fields: list[str] = []

    def with_topic(self, queryset: QuerySet[Edition], name: str, value: str) -> QuerySet[Edition]:
        """Articles on a topic."""
        rows = EditionTopic.objects.filter(edition=OuterRef("pk"), topic__slug=value)
        return queryset.filter(Exists(rows))

    def naming(self, queryset: QuerySet[Edition], name: str, value: str) -> QuerySet[Edition]:
        """Articles that name a record."""
        rows = EditionRecord.objects.filter(edition=OuterRef("pk"), record__slug=value, frozen=True)
        return queryset.filter(Exists(rows))


class ArticleViewSet(viewsets.ReadOnlyModelViewSet[Edition]):
    """Live articles, newest first."""

    lookup_field = "slug"
    lookup_value_regex = "[a-z0-9-]+"
    filterset_class = ArticleFilter
    queryset = Edition.objects.none()

    def get_queryset(self) -> QuerySet[Edition]:
        """Live editions, with authors and topics in two more queries."""
        return Edition.objects.live().newest().prefetch_related("authors", "topics")

    def get_serializer_class(self) -> type[ArticleSerializer]:
        """Whole for one, short for a list."""
        return WholeArticleSerializer if self.action == "retrieve" else ArticleSerializer
