"""Asking: a question is kept for an editor to read, or as spam that nobody has to."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from articles.models import Article
from companies.models import Record
from companies.naming import matcher
from questions.asking import as_typed, joining, spam
from questions.matching import terms
from questions.models import Question
from readers import limits
from readers.limits import Claim, Limit
from readers.networks import mark

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FROM_A_NETWORK = Limit(
    "ask", 10, HOUR, gettext_lazy("Many questions came from your network within the hour.")
)
IN_A_DAY = Limit("ask in a day", 30, DAY, gettext_lazy("Many questions came from your network today."))
#: Of all readers together: more than editors can look at, from however many networks it comes.
IN_ALL = Limit("asked in all", 300, HOUR, gettext_lazy("More questions reach us just now than we can read."))
KEPT_SPAM = Limit("spam kept", 100, HOUR, "")

State = Question.State
#: Where the same words from elsewhere are the same question once more.
WAITING = (State.RECEIVED, State.OPEN, State.SPAM)


def refuse_too_many(network: str, at: datetime) -> None:
    """Raise TooOften where nobody may ask from there for now. Writes nothing; two queries."""
    limits.refuse(_claims(mark(network, timezone.localdate(at))), at)


def ask(
    *,
    text: str,
    asker: str = "",
    address: str = "",
    article: Article | None = None,
    records: Iterable[Record] = (),
    network: str,
    at: datetime | None = None,
) -> Question:
    """Keep what a reader asks until an editor has read it, and the address to be told the answer at.

    text, asker and address are clean (questions.asking.forms). The same words in the same place are no second
    question: who asks them counts as one more who wants to know. What is certainly spam is kept as such for a while;
    where very much of it comes, what is returned is not kept. Raises TooOften.
    """
    at = at or timezone.now()
    refuse_too_many(network, at)
    here = mark(network, timezone.localdate(at))
    with transaction.atomic():
        limits.claim(_claims(here), at)
        named = _named(text, at)
        about = {record.pk: record for record in (*records, *named)}
        question = _asked_before(text, article, set(about)) or _keep(
            Question(
                text=text,
                slug=as_typed.slug(text, [record.slug for record in named]),
                asker=asker,
                article=article,
                asked_at=at,
                asked_from=here,
            ),
            about=about.values(),
        )
        if question.pk is None:
            return question
        if question.asked_from != here:
            joining.vote(question, network, at)
        if address:
            joining.subscribe(question, address, asked=question.asked_from == here, at=at)
    return question


def _claims(here: str) -> list[Claim]:
    return [(FROM_A_NETWORK, here), (IN_A_DAY, here)]


def _named(text: str, at: datetime) -> list[Record]:
    """The public records that a text names, in its order."""
    found = list(dict.fromkeys(match.record for match in matcher().find(text)))
    public = Record.objects.public(at).in_bulk(found)
    return [public[pk] for pk in found if pk in public]


def _asked_before(text: str, article: Article | None, about: set[int]) -> Question | None:
    """The question that has these words in this place and waits."""
    rows = Question.objects.filter(state__in=WAITING, text__iexact=text, article=article).order_by("pk")
    for row in rows.prefetch_related("records"):
        if about <= {record.pk for record in row.records.all()}:
            return row
    return None


def _keep(question: Question, *, about: Iterable[Record]) -> Question:
    """Write it down as what it looks like."""
    today = _of_the_day(question)
    found = spam.suspect(
        question.text,
        earlier=today.filter(asked_from=question.asked_from).values_list("text", flat=True),
        elsewhere=today.filter(text__iexact=question.text).exclude(asked_from=question.asked_from).count(),
    )
    question.suspicion, question.suspected_for = found.score, str(found)[:300]
    if found.certain:
        question.state = State.SPAM
    limit = KEPT_SPAM if found.certain else IN_ALL
    try:
        limits.claim([(limit, "")], question.asked_at)
    except limits.TooOften:
        if found.certain:
            return question
        raise
    question.save()
    question.records.set(about)
    if not found.certain:
        terms.keep([question])
    return question


def _of_the_day(question: Question) -> QuerySet[Question]:
    """What came in during the day before a question. By state first, for that is what the index begins with."""
    since = question.asked_at - DAY
    return Question.objects.filter(
        state__in=State.values, asked_at__gt=since, asked_at__lte=question.asked_at
    )
