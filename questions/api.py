"""Questions for programs: the same as the pages."""

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from articles.models import Edition, Topic
from changes.api import CorrectionsField
from companies.models import Record
from questions.answering.resting import Resting
from questions.models import Question
from questions.querysets import QuestionQuerySet
from questions.reading import as_read
from questions.wanted import at_least


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


RECORD = rf"\A({'|'.join(Record.Kind.values)})/[a-z0-9-]+\Z"


class QuestionSerializer(serializers.ModelSerializer[Question]):
    """A question, with its answer once it has one."""

    url = serializers.SerializerMethodField(help_text="Its page.")
    state = serializers.SerializerMethodField(help_text="answered or open")
    question = serializers.CharField(source="text")
    wanted = serializers.SerializerMethodField(
        help_text="At least so many readers want to know: a round number, which later votes leave true."
    )
    answer = serializers.CharField(
        source="answer.text", default=None, help_text="HTML; null while it is open."
    )
    answered_at = serializers.DateTimeField(source="answer.answered_at", default=None)
    updated_at = serializers.DateTimeField(
        source="answer.updated_at", default=None, help_text="When it was changed last; null where never."
    )
    change_note = serializers.CharField(
        source="answer.change_note", default="", help_text="What changed then, or empty."
    )
    article = serializers.CharField(
        source="live_slug", allow_null=True, help_text="The slug of the live article that it was asked on."
    )
    topics = serializers.SerializerMethodField(help_text="Those of that article.")
    records = RecordSerializer(many=True, help_text="What it is about.")

    class Meta:
        model = Question
        fields: tuple[str, ...] = (
            *("id", "url", "state", "question", "asker", "wanted", "asked_at"),
            *("answer", "answered_at", "updated_at", "change_note", "article", "topics", "records"),
        )

    def get_url(self, question: Question) -> str:
        """Its page."""
        return settings.SITE_URL + question.get_absolute_url()

    def get_wanted(self, question: Question) -> int:
        """A round number that is not above how many want to know."""
        return at_least(question.times_asked)

    def get_state(self, question: Question) -> str:
        """What it is to readers, who do not see an answer that is still to come."""
        return "answered" if hasattr(question, "answer") else "open"

    @extend_schema_field(NamedSerializer(many=True))
    def get_topics(self, question: Question) -> Any:
        """The topics of the live edition, which the queryset has fetched."""
        live: list[Edition] = getattr(question.article, "live", [])
        return NamedSerializer([topic for edition in live for topic in edition.topics.all()], many=True).data


class RestingSerializer(serializers.Serializer[Resting]):
    """What an answer rests on."""

    facts = serializers.IntegerField(help_text="How many facts it cites.")
    checked_at = serializers.DateTimeField(source="checked", help_text="When somebody last looked at it.")
    gave_way = serializers.ListField(
        child=serializers.CharField(), help_text="Of each that gave way: superseded or withdrawn."
    )
    since = serializers.ListField(
        child=serializers.CharField(), help_text="The same of those after it was looked at: it waits for us."
    )


class WholeQuestionSerializer(QuestionSerializer):
    """A question with its answer, what that rests on, and our corrections."""

    rests_on = serializers.SerializerMethodField(help_text="Null where it cites no fact.")
    corrections = CorrectionsField("question", "pk")

    class Meta(QuestionSerializer.Meta):
        fields = (*QuestionSerializer.Meta.fields, "rests_on", "corrections")

    @extend_schema_field(RestingSerializer(allow_null=True))
    def get_rests_on(self, question: Question) -> Any:
        """Two queries at most."""
        answered = hasattr(question, "answer")
        rests = as_read(question.answer, timezone.now())[1] if answered else None
        return RestingSerializer(rests).data if rests else None


class QuestionFilter(filters.FilterSet):
    """How questions can be narrowed."""

    state = filters.ChoiceFilter(
        method="shown",
        choices=[("answered", "Answered"), ("open", "Open")],
        help_text="answered, newest answer first, or open, the most wanted first. Without it: answered.",
    )
    article = filters.CharFilter(field_name="live_slug", help_text="The slug of a live article.")
    topic = filters.CharFilter(
        method="on_topic", help_text="The slug of a topic of the article it was asked on."
    )
    record = filters.CharFilter(
        method="about",
        validators=[RegexValidator(RECORD, "Give a kind and a slug, as in company/openai.")],
        help_text="The kind and slug of a record that it is about, as in company/openai.",
    )
    q = filters.CharFilter(
        method="holding",
        max_length=200,
        help_text="Words that the question or its answer holds, all of them.",
    )

    class Meta:
        model = Question
        fields: list[str] = []

    def shown(self, queryset: QuestionQuerySet, name: str, value: str) -> QuestionQuerySet:
        """All of them: the list holds those of one kind."""
        return queryset

    def on_topic(self, queryset: QuestionQuerySet, name: str, value: str) -> QuestionQuerySet:
        """Questions that were asked on a live article on a topic."""
        return queryset.of_topic(Topic.objects.filter(slug=value))

    def about(self, queryset: QuestionQuerySet, name: str, value: str) -> QuestionQuerySet:
        """Questions about a public record."""
        kind, slug = value.split("/")
        return queryset.filter(records__in=Record.objects.public().filter(kind=kind, slug=slug))

    def holding(self, queryset: QuestionQuerySet, name: str, value: str) -> QuestionQuerySet:
        """Questions that hold all words of a text."""
        return queryset.holding(value)


class QuestionViewSet(viewsets.ReadOnlyModelViewSet[Question]):
    """Answered questions, newest answer first, or open ones, the most wanted first."""

    filterset_class = QuestionFilter
    lookup_value_regex = "[0-9]{1,18}"
    queryset = Question.objects.none()

    def get_queryset(self) -> QuerySet[Question]:
        """What readers see: one of either kind, a list of one kind. Topics and records in three more queries."""
        now = timezone.now()
        live = Prefetch(
            "article__editions", Edition.objects.live(now).prefetch_related("topics"), to_attr="live"
        )
        records = Prefetch("records", Record.objects.public(now).order_by("kind", "name"))
        found = self._shown().with_live_article(now).with_answer(now).select_related("article")
        return found.prefetch_related(live, records)

    def _shown(self) -> QuestionQuerySet:
        if self.action == "retrieve":
            return Question.objects.shown()
        if self.request.query_params.get("state") == "open":
            return Question.objects.awaited().most_wanted()
        return Question.objects.public().newest()

    def get_serializer_class(self) -> type[QuestionSerializer]:
        """Whole for one, without corrections for a list."""
        return WholeQuestionSerializer if self.action == "retrieve" else QuestionSerializer
