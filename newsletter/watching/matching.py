"""What of the log is news, and to whom: to those who follow what it is about, or what that belongs to."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from articles.models import EditionTopic
from changes.models import Change, Touched
from companies.models import AIModel
from facts.models import Fact
from newsletter.models import Follow

Kind, About = Change.Kind, Follow.About
Followed = tuple[str, int]

#: The rows that are told. A minor change of an article is silent, and so is no news.
NEWS = (
    Q(about="article", kind__in=[Kind.PUBLISHED, Kind.UPDATED])
    | Q(about="model", kind__in=[Kind.RELEASED, Kind.SLIPPED])
    | Q(about="fact", kind=Kind.SUPERSEDED)
    | Q(kind=Kind.CORRECTED)
)


def news() -> "QuerySet[Change]":
    """All rows that are told to somebody."""
    return Change.objects.filter(NEWS, silent=False)


def followed_by(change: Change, at: datetime) -> set[Followed]:
    """What somebody may follow to hear of a row of the log. At most four queries."""
    things = {(change.about, change.about_id)}
    if change.kind == Kind.CORRECTED:
        touched = Touched.objects.seen(at).filter(correction__change=change)
        things |= set(touched.values_list("about", "about_id"))
    return {found for about, pk in things for found in _through(about, pk, change.kind, at)}


def through_fact(fact: Fact, *before: int) -> set[Followed]:
    """What somebody may follow to hear of a figure: itself, those before it, and its subject."""
    subject = (fact.subject.kind, fact.subject_id)
    return {subject, *((About.FACT.value, pk) for pk in (fact.pk, *before))}


def _through(about: str, pk: int, kind: str, at: datetime) -> Iterable[Followed]:
    match about:
        case "article":
            topics = EditionTopic.objects.shown(at).filter(edition__article=pk)
            return [(About.TOPIC.value, topic) for topic in topics.values_list("topic", flat=True)]
        case "model":
            return _through_model(pk, kind)
        case "fact":
            fact = Fact.objects.select_related("subject").get(pk=pk)
            return through_fact(fact, *([fact.supersedes_id] if fact.supersedes_id else []))
        case _:
            return [(about, pk)]


def _through_model(pk: int, kind: str) -> Iterable[Followed]:
    """A release is news to those who follow its model, family or developer."""
    yield About.MODEL.value, pk
    if kind in {Kind.RELEASED, Kind.SLIPPED}:
        model = AIModel.objects.get(pk=pk)
        yield About.RELEASE.value, pk
        yield About.COMPANY.value, model.developer_id
        if model.family_id:
            yield About.FAMILY.value, model.family_id
