"""Which questions a list shows: by topic, by record, by words; whatever else is asked is refused in one sentence."""

from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.db.models import Count
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from articles.models import EditionTopic, Topic
from changes import addresses
from companies.models import Record
from questions.models import Question
from questions.querysets import QuestionQuerySet
from readers.strict import Choices, Strict

LONGEST = 200


class About(NamedTuple):
    """A sentence about all questions, those about a record, those on a topic, and those about it on the topic."""

    all: Any
    about: Any
    on: Any
    both: Any


ANSWERED = About(
    gettext_lazy("Questions"),
    gettext_lazy("Questions about %(record)s"),
    gettext_lazy("Questions on %(topic)s"),
    gettext_lazy("Questions about %(record)s on %(topic)s"),
)
OPEN = About(
    gettext_lazy("Open questions"),
    gettext_lazy("Open questions about %(record)s"),
    gettext_lazy("Open questions on %(topic)s"),
    gettext_lazy("Open questions about %(record)s on %(topic)s"),
)
NONE_OPEN = About(
    gettext_lazy("No question is open."),
    gettext_lazy("No question about %(record)s is open."),
    gettext_lazy("No question on %(topic)s is open."),
    gettext_lazy("No question about %(record)s on %(topic)s is open."),
)
NONE_ANSWERED = About(
    gettext_lazy("No question is answered yet."),
    gettext_lazy("No question about %(record)s is answered yet."),
    gettext_lazy("No question on %(topic)s is answered yet."),
    gettext_lazy("No question about %(record)s on %(topic)s is answered yet."),
)
AS_A_FEED = About(
    gettext_lazy("Answers as a feed:"),
    gettext_lazy("Answers about %(record)s as a feed:"),
    gettext_lazy("Answers on %(topic)s as a feed:"),
    gettext_lazy("Answers about %(record)s on %(topic)s as a feed:"),
)
THOSE = About(
    gettext_lazy("those"),
    gettext_lazy("those about %(record)s"),
    gettext_lazy("those on %(topic)s"),
    gettext_lazy("those about %(record)s on %(topic)s"),
)


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
        label=gettext_lazy("Search"),
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": gettext_lazy("“Search” takes at most 200 letters.")},
        widget=forms.TextInput(attrs={"type": "search", "maxlength": LONGEST}),
    )
    topic = forms.CharField(label=gettext_lazy("Topic"), required=False, widget=Choices)
    record = forms.CharField(required=False, widget=forms.HiddenInput)
    page = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, asked: QueryDict, *, at: datetime) -> None:
        super().__init__(asked, at=at)
        self.topics = topics(Question.objects.shown(at), at)
        choices = [("", gettext("All")), *((topic["slug"], topic["name"]) for topic in self.topics)]
        self.fields["topic"].widget.choices = choices

    def clean_topic(self) -> Topic | None:
        """The topic of that slug, or that had it."""
        slug = self.cleaned_data["topic"]
        public = Topic.objects.public(self.at)
        found: Topic | None = slug and (public.filter(slug=slug).first() or _of_old(public, "topic", slug))
        if slug and not found:
            raise forms.ValidationError(
                gettext("There is no topic “%(slug)s” to choose.") % {"slug": slug[:60]}
            )
        return found or None

    def clean_record(self) -> Record | None:
        """The record of that kind and slug, or that had it."""
        asked = self.cleaned_data["record"]
        if not asked:
            return None
        kind, _, slug = asked.partition("/")
        if kind not in Record.Kind.values or not slug:
            raise forms.ValidationError(gettext("“record” takes a kind and a slug, as in company/openai."))
        public = Record.objects.public(self.at)
        found: Record | None = public.filter(kind=kind, slug=slug).first() or _of_old(public, kind, slug)
        if found is None:
            raise forms.ValidationError(
                gettext("There is no %(kind)s “%(slug)s” here.")
                % {"kind": Record.Kind(kind).noun, "slug": slug[:60]}
            )
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

    def say(self, sentence: About) -> str:
        """A sentence about the questions that were asked for. The form must be valid."""
        record, topic = self.cleaned_data["record"], self.cleaned_data["topic"]
        said = {"record": record.name if record else "", "topic": topic.name if topic else ""}
        if record:
            return str((sentence.both if topic else sentence.about) % said)
        return str(sentence.on % said if topic else sentence.all)

    @property
    def none_open(self) -> str:
        """That none of them is open."""
        return self.say(NONE_OPEN)

    @property
    def none_answered(self) -> str:
        """That none of them is answered."""
        return self.say(NONE_ANSWERED)

    @property
    def as_a_feed(self) -> str:
        """What stands before the links to their feed."""
        return self.say(AS_A_FEED)

    @property
    def those_questions(self) -> str:
        """How they are called, as against all."""
        return self.say(THOSE)

    def narrowed(self, questions: QuestionQuerySet) -> QuestionQuerySet:
        """Those of some questions that are about what was asked for. The form must be valid."""
        record, topic = self.cleaned_data["record"], self.cleaned_data["topic"]
        if record:
            questions = questions.about(record)
        return questions.of_topic(topic, self.at) if topic else questions

    def holding_words(self, questions: QuestionQuerySet) -> QuestionQuerySet:
        """Those of some public questions that hold all words asked for. The form must be valid."""
        words = self.cleaned_data["q"]
        return questions.answered_with(words) if words else questions

    def open_holding_words(self, questions: QuestionQuerySet) -> QuestionQuerySet:
        """Those of some open questions that hold all words asked for. The form must be valid."""
        words = self.cleaned_data["q"]
        return questions.open_with(words) if words else questions
