"""Feeds of the newest answers, of all or about one record or topic, with the text."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy

from articles import bodies
from articles.feeds import KINDS, found
from articles.models import EditionTopic, Topic
from changes.corrections import shown_on_each
from companies.models import Record
from companies.urls import PLURALS
from feeds.entries import LENGTH, Entry, Feed, Named, Person
from feeds.texts import for_readers
from questions.models import Question

SUMMARY = 200
ABOUT = gettext_lazy("What readers asked and we answered, newest first.")


def answers() -> Feed:
    """The newest public answers."""
    now = timezone.now()
    title = gettext("%(site)s: answers to readers") % {"site": settings.SITE_NAME}
    return Feed(
        named(None, None).path, title, str(ABOUT), _page(), _entries(Question.objects.public(now), now)
    )


def answers_about(many: str, slug: str) -> Feed:
    """The newest public answers about a record or on a topic. Raises Http404 or Moved.

    many: a kind of records as addresses name it, or "topics".
    """
    now = timezone.now()
    questions, feeds = Question.objects.public(now), f"/feeds/questions/{many}"
    if many == "topics":
        topic = found(Topic.objects.public(now), "topic", slug, feeds)
        what, page = bodies.plain(topic.name), f"{_page()}?topic={slug}"
        title = gettext("%(site)s: answers to readers on %(what)s")
        questions = questions.of_topic(topic, now)
    elif many in KINDS:
        record = found(Record.objects.public(now).filter(kind=KINDS[many]), KINDS[many], slug, feeds)
        title = gettext("%(site)s: answers to readers about %(what)s")
        what, page = bodies.plain(record.name), f"{_page()}?record={record.kind}/{slug}"
        questions = questions.about(record)
    else:
        raise Http404
    title %= {"site": settings.SITE_NAME, "what": what}
    return Feed(f"{feeds}/{slug}", title, str(ABOUT), page, _entries(questions, now))


def named(record: Record | None, topic: Topic | None) -> Named:
    """The feed that comes nearest to a list of questions."""
    if record:
        many = PLURALS[Record.Kind(record.kind)]
        return Named(
            gettext("Answers about %(record)s") % {"record": record.name},
            f"/feeds/questions/{many}/{record.slug}",
        )
    if topic:
        return Named(
            gettext("Answers on %(topic)s") % {"topic": topic.name}, f"/feeds/questions/topics/{topic.slug}"
        )
    return Named(gettext("Answers"), "/feeds/questions")


def _page() -> str:
    return reverse("questions:questions")


def _entries(questions: Any, now: datetime) -> list[Entry]:
    """The newest of some public questions as entries. Two queries."""
    newest = list(questions.select_related("answer").newest()[:LENGTH])
    corrections = shown_on_each("question", [question.pk for question in newest], now)
    return [_entry(question, corrections.get(question.pk, [])) for question in newest]


def _entry(question: Question, corrections: list[dict[str, Any]]) -> Entry:
    """An answer; its key stays when the question is worded anew."""
    given, path = question.answer, question.get_absolute_url()
    published = max(given.answered_at, given.published_from or given.answered_at)
    told = [
        f"<p><strong>{gettext('Correction:')}</strong> {escape(f'{one["wrong"]} {one["right"]}')}</p>"
        for one in corrections
    ]
    changed = [published, given.updated_at or published, *(one["at"] for one in corrections)]
    return Entry(
        key=f"/questions/#{question.pk}",
        path=path,
        title=bodies.plain(question.text),
        summary=Truncator(bodies.text_of(given.text)).chars(SUMMARY),
        html=for_readers(given.text + "".join(told), path),
        published=published,
        modified=max(changed),
        people=(Person(settings.SITE_NAME, "/"),),
    )


def names_of(ids: list[int], at: datetime) -> dict[int, set[str]]:
    """The feeds that tell of some questions, by the id of each. Two queries."""
    told = {pk: {"/feeds/questions"} for pk in ids}
    records = Question.objects.filter(pk__in=ids, records__isnull=False).order_by()
    for pk, kind, slug in records.values_list("pk", "records__kind", "records__slug"):
        told[pk].add(f"/feeds/questions/{PLURALS[Record.Kind(kind)]}/{slug}")
    topics = EditionTopic.objects.begun(at).filter(edition__article__questions__in=ids).order_by()
    for pk, slug in topics.values_list("edition__article__questions", "topic__slug").distinct():
        if pk in told:
            told[pk].add(f"/feeds/questions/topics/{slug}")
    return told
