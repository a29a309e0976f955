"""Answered questions for programs: the same as the pages."""

from django.conf import settings
from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets

from changes.api import CorrectionsField
from questions.models import Question


class QuestionSerializer(serializers.ModelSerializer[Question]):
    """A question with its answer."""

    url = serializers.SerializerMethodField(help_text="Its page.")
    question = serializers.CharField(source="text")
    answer = serializers.CharField(source="answer.text", help_text="HTML")
    answered_at = serializers.DateTimeField(source="answer.answered_at")
    updated_at = serializers.DateTimeField(
        source="answer.updated_at", allow_null=True, help_text="When it was changed last; null where never."
    )
    change_note = serializers.CharField(source="answer.change_note", help_text="What changed then, or empty.")
    article = serializers.CharField(
        source="live_slug", allow_null=True, help_text="The slug of a live article."
    )

    class Meta:
        model = Question
        fields: tuple[str, ...] = (
            "id",
            "url",
            "question",
            "asker",
            "times_asked",
            "asked_at",
            "answer",
            "answered_at",
            "updated_at",
            "change_note",
            "article",
        )

    def get_url(self, question: Question) -> str:
        """Its page."""
        return settings.SITE_URL + question.get_absolute_url()


class WholeQuestionSerializer(QuestionSerializer):
    """A question with its answer and our corrections."""

    corrections = CorrectionsField("question", "pk")

    class Meta(QuestionSerializer.Meta):
        fields = (*QuestionSerializer.Meta.fields, "corrections")


class QuestionFilter(filters.FilterSet):
    """How questions can be narrowed."""

    article = filters.CharFilter(field_name="live_slug", help_text="The slug of a live article.")

    class Meta:
        model = Question
        fields: list[str] = []


class QuestionViewSet(viewsets.ReadOnlyModelViewSet[Question]):
    """Answered questions, newest answer first."""

    filterset_class = QuestionFilter
    lookup_value_regex = "[0-9]{1,18}"
    queryset = Question.objects.none()

    def get_queryset(self) -> QuerySet[Question]:
        """Public questions, with the slug of the article they were asked on, where it is live."""
        return Question.objects.public().with_live_article().newest().select_related("answer")

    def get_serializer_class(self) -> type[QuestionSerializer]:
        """Whole for one, without corrections for a list."""
        return WholeQuestionSerializer if self.action == "retrieve" else QuestionSerializer
