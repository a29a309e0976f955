"""How questions can be narrowed."""

from django.utils import timezone
from django_filters import rest_framework as filters

from api.narrowing import IdsFilter
from api.values import TimeFilter, TruthFilter
from articles.api.slugs import ArticleFilter, TopicFilter
from companies.api.slugs import AnyRecordFilter, RecordFilter, belonging_to
from questions.answering import resting
from questions.models import Question
from questions.querysets import QuestionQuerySet


class QuestionFilter(filters.FilterSet):
    """How questions can be narrowed."""

    id = IdsFilter(field_name="id", lookup_expr="in", help_text="Ids, parted by commas.")
    state = filters.ChoiceFilter(
        method="kept",
        choices=[("answered", "Answered"), ("open", "Open"), ("all", "All")],
        help_text="answered, open, or all of both. Without it: answered.",
    )
    article = ArticleFilter(field_name="article", help_text="The slug of a live article.")
    topic = TopicFilter(method="on_topic", help_text="The slug of a topic of the article it was asked on.")
    record = AnyRecordFilter(
        method="about",
        help_text="The slug of a record that it is about, alone or with its kind: company/openai.",
    )
    company = RecordFilter(
        "company",
        method="about_company",
        help_text="The slug of a company: questions about it or one of its products, model families and models.",
    )
    asked_after = TimeFilter(field_name="asked_at", lookup_expr="gte")
    asked_before = TimeFilter(field_name="asked_at", lookup_expr="lt")
    answered_after = TimeFilter(field_name="answered_at", lookup_expr="gte")
    answered_before = TimeFilter(field_name="answered_at", lookup_expr="lt")
    stale = TruthFilter(
        method="resting_on_stale",
        help_text="Whether the answer cites a fact that gave way after we looked at it last.",
    )
    q = filters.CharFilter(
        method="holding",
        max_length=200,
        help_text="Words that the question or its answer holds, all of them.",
    )

    class Meta:
        model = Question
        fields: list[str] = []

    def kept(self, queryset: QuestionQuerySet, name: str, value: str) -> QuestionQuerySet:
        """All of them: the list is made of those."""
        return queryset

    def on_topic(self, queryset: QuestionQuerySet, name: str, value: int) -> QuestionQuerySet:
        """Questions that were asked on a live article on a topic."""
        return queryset.of_topic(value)

    def about(self, queryset: QuestionQuerySet, name: str, value: list[int]) -> QuestionQuerySet:
        """Questions about one of some records."""
        return queryset.about_any(value)

    def about_company(self, queryset: QuestionQuerySet, name: str, value: int) -> QuestionQuerySet:
        """Questions about a company and what is its own."""
        return queryset.about_any(belonging_to(value))

    def resting_on_stale(self, queryset: QuestionQuerySet, name: str, value: bool) -> QuestionQuerySet:
        """Questions whose answer is to be looked at again, or all others."""
        at = timezone.now()
        unsettled = resting.unsettled(Question.objects.public(at), at)
        of_them = {"answer__in": unsettled}
        return queryset.filter(**of_them) if value else queryset.exclude(**of_them)

    def holding(self, queryset: QuestionQuerySet, name: str, value: str) -> QuestionQuerySet:
        """Questions that hold all words of a text."""
        return queryset.holding(value)
