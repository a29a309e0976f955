"""How questions can be narrowed."""

from django.core.validators import RegexValidator
from django.utils import timezone
from django_filters import rest_framework as filters

from api.narrowing import TIMES, IdsFilter
from api.values import TruthFilter
from articles.models import Edition, Topic
from companies.models import Record
from questions.answering import resting
from questions.models import Question
from questions.querysets import QuestionQuerySet

RECORD = rf"\A({'|'.join(Record.Kind.values)})/[a-z0-9-]+\Z"


class QuestionFilter(filters.FilterSet):
    """How questions can be narrowed."""

    id = IdsFilter(field_name="id", lookup_expr="in", help_text="Ids, parted by commas.")
    state = filters.ChoiceFilter(
        method="kept",
        choices=[("answered", "Answered"), ("open", "Open"), ("all", "All")],
        help_text="answered, open, or all of both. Without it: answered.",
    )
    article = filters.CharFilter(method="asked_on", help_text="The slug of a live article.")
    topic = filters.CharFilter(
        method="on_topic", help_text="The slug of a topic of the article it was asked on."
    )
    record = filters.CharFilter(
        method="about",
        validators=[RegexValidator(RECORD, "Give a kind and a slug, as in company/openai.")],
        help_text="The kind and slug of a record that it is about, as in company/openai.",
    )
    company = filters.CharFilter(method="about_company", help_text="The slug of a company that it is about.")
    asked_after = filters.IsoDateTimeFilter(field_name="asked_at", lookup_expr="gte", validators=TIMES)
    asked_before = filters.IsoDateTimeFilter(field_name="asked_at", lookup_expr="lt", validators=TIMES)
    answered_after = filters.IsoDateTimeFilter(field_name="answered_at", lookup_expr="gte", validators=TIMES)
    answered_before = filters.IsoDateTimeFilter(field_name="answered_at", lookup_expr="lt", validators=TIMES)
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

    def asked_on(self, queryset: QuestionQuerySet, name: str, value: str) -> QuestionQuerySet:
        """Questions that were asked on a live article."""
        return queryset.filter(article__in=Edition.objects.live().filter(slug=value).values("article"))

    def on_topic(self, queryset: QuestionQuerySet, name: str, value: str) -> QuestionQuerySet:
        """Questions that were asked on a live article on a topic."""
        return queryset.of_topic(Topic.objects.filter(slug=value))

    def about(self, queryset: QuestionQuerySet, name: str, value: str) -> QuestionQuerySet:
        """Questions about a public record."""
        kind, slug = value.split("/")
        return queryset.filter(records__in=Record.objects.public().filter(kind=kind, slug=slug))

    def about_company(self, queryset: QuestionQuerySet, name: str, value: str) -> QuestionQuerySet:
        """Questions about a public company."""
        return queryset.filter(
            records__in=Record.objects.public().filter(kind=Record.Kind.COMPANY, slug=value)
        )

    def resting_on_stale(self, queryset: QuestionQuerySet, name: str, value: bool) -> QuestionQuerySet:
        """Questions whose answer is to be looked at again, or all others."""
        at = timezone.now()
        unsettled = resting.unsettled(Question.objects.public(at), at)
        of_them = {"answer__in": unsettled}
        return queryset.filter(**of_them) if value else queryset.exclude(**of_them)

    def holding(self, queryset: QuestionQuerySet, name: str, value: str) -> QuestionQuerySet:
        """Questions that hold all words of a text."""
        return queryset.holding(value)
