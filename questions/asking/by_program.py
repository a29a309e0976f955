"""Asking, voting and leaving an address by a program.

A form for people is guarded by the time that it was open and by a field that only programs fill in. Programs have
neither, so that fewer are taken of them: from a network, and of all of them together, so that they never use up what
readers may send.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from articles.models import Article
from companies.models import Record
from questions.asking import joining, keeping
from questions.models import Question
from readers import limits
from readers.limits import Claim, Limit, TooOften
from readers.networks import mark

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ASKED = Limit(
    "ask by program",
    5,
    HOUR,
    gettext_lazy("Many questions came from programs in your network within the hour."),
)
ASKED_IN_A_DAY = Limit(
    "ask by program, day", 15, DAY, gettext_lazy("Many questions came from programs in your network today.")
)
ASKED_IN_ALL = Limit(
    "ask by all programs",
    60,
    HOUR,
    gettext_lazy("More questions come from programs just now than we can read."),
)
JOINED = Limit(
    "join by program",
    5,
    HOUR,
    gettext_lazy("Many addresses were left by programs in your network within the hour."),
)
JOINED_IN_ALL = Limit(
    "join by all programs",
    100,
    HOUR,
    gettext_lazy("More addresses are left by programs just now than we take."),
)


def refuse_too_many(network: str, at: datetime) -> None:
    """Raise TooOften where no program may ask from there for now. Writes nothing; five queries."""
    limits.refuse(_asking(network, at), at)
    keeping.refuse_too_many(network, at)


def ask(
    *,
    text: str,
    asker: str,
    address: str,
    article: Article | None,
    records: Iterable[Record],
    network: str,
    at: datetime,
) -> Question:
    """Keep what a program asks for a reader, as `keeping.ask` does.

    Raises TooOften, also where so much spam comes that the question was not kept.
    """
    with transaction.atomic():
        limits.claim(_asking(network, at), at)
        question = keeping.ask(
            text=text, asker=asker, address=address, article=article, records=records, network=network, at=at
        )
        if question.pk is None:
            raise TooOften(int(HOUR.total_seconds()), keeping.IN_ALL.said)
    return question


def join(question: Question, *, network: str, address: str, at: datetime) -> None:
    """Count one more who wants to know, and keep the address to be told the answer at. Raises TooOften."""
    with transaction.atomic():
        limits.claim([(JOINED, _here(network, at)), (JOINED_IN_ALL, "")], at)
        joining.join(question, network=network, address=address, at=at)


def _asking(network: str, at: datetime) -> list[Claim]:
    here = _here(network, at)
    return [(ASKED, here), (ASKED_IN_A_DAY, here), (ASKED_IN_ALL, "")]


def _here(network: str, at: datetime) -> str:
    return mark(network, timezone.localdate(at))
