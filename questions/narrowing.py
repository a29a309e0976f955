"""Which questions a list shows: by topic, by record, by words; whatever else is asked is refused in one sentence."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Count
from django.http import QueryDict

from articles.models import EditionTopic, Topic
from changes import addresses
from companies.models import Record
from questions.models import Question
from questions.querysets import QuestionQuerySet
from readers.strict import Strict

LONGEST = 200


def topics(questions: QuestionQuerySet, at: datetime) -> list[dict[str, Any]]:
    """The topics of some questions by name: slug, name and how many there are on each. One query."""
    rows = EditionTopic.objects.shown(at).filter(edition__article__questions__in=questions.values("pk"))
    found = rows.order_by("topic__name").values_list("topic__slug", "topic__name")
    counted = found.annotate(Count("edition__article__questions", distinct=True))
    return [{"slug": slug, "name": name, "count": count} for slug, name, count in counted]


def _of_old(public: Any, kind: str, slug: str) -> Any:
    """The topic or record that had a slug, or one that was merged into it, where it is public."""
    pk = addresses.holder(kind, slug)
    return public.filter(pk=pk).first() if pk else None


class QuestionsForm(Strict):
    """What a list of questions is asked by. A query for the topics to choose from, and one for each thing chosen."""

    q = forms.CharField(
        label="Search",
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": f"“Search” takes at most {LONGEST} letters."},
        widget=forms.TextInput(attrs={"type": "search", "maxlength": LONGEST}),
    )
    topic = forms.CharField(label="Topic", required=False, widget=forms.Select)
    record = forms.CharField(required=False, widget=forms.HiddenInput)
    page = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, asked: QueryDict, *, at: datetime) -> None:
        super().__init__(asked, at=at)
        self.topics = topics(Question.objects.shown(at), at)
        choices = [("", "All"), *((topic["slug"], topic["name"]) for topic in self.topics)]
        self.fields["topic"].widget.choices = choices

    def clean_topic(self) -> Topic | None:
        """The topic of that slug, or that had it."""
        slug = self.cleaned_data["topic"]
        public = Topic.objects.public(self.at)
        found: Topic | None = slug and (public.filter(slug=slug).first() or _of_old(public, "topic", slug))
        if slug and not found:
            raise forms.ValidationError(f"There is no topic “{slug[:60]}” to choose.")
        return found or None

    def clean_record(self) -> Record | None:
        """The record of that kind and slug, or that had it."""
        asked = self.cleaned_data["record"]
        if not asked:
            return None
        kind, _, slug = asked.partition("/")
        if kind not in Record.Kind.values or not slug:
            raise forms.ValidationError("“record” takes a kind and a slug, as in company/openai.")
        public = Record.objects.public(self.at)
        found: Record | None = public.filter(kind=kind, slug=slug).first() or _of_old(public, kind, slug)
        if found is None:
            raise forms.ValidationError(f"There is no {kind} “{slug[:60]}” here.")
        return found

    @property
    def asked(self) -> str:
        """What was asked for, as an address says it today. The form must be valid."""
        found = self.cleaned_data
        record, topic = found["record"], found["topic"]
        given = {
            "q": found["q"],
            "topic": topic.slug if topic else "",
            "record": f"{record.kind}/{record.slug}" if record else "",
        }
        return urlencode({name: value for name, value in given.items() if value}, safe="/")

    @property
    def of_what(self) -> str:
        """What the questions are about, to go after “questions”. The form must be valid."""
        record, topic = self.cleaned_data["record"], self.cleaned_data["topic"]
        about = f" about {record.name}" if record else ""
        return about + (f" on {topic.name}" if topic else "")

    def narrowed(self, questions: QuestionQuerySet) -> QuestionQuerySet:
        """Those of some questions that are about what was asked for. The form must be valid."""
        record, topic = self.cleaned_data["record"], self.cleaned_data["topic"]
        if record:
            questions = questions.about(record)
        return questions.of_topic(topic, self.at) if topic else questions

    def holding_words(self, questions: QuestionQuerySet) -> QuestionQuerySet:
        """Those of some questions that hold all words asked for. The form must be valid."""
        words = self.cleaned_data["q"]
        return questions.holding(words, self.at) if words else questions
