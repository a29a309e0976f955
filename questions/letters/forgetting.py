"""Forgetting readers: at their own word, and when the time is over that we promised.

What is kept of a reader is an address, sealed, and the marks of networks. PROMISE is what readers are told where they
leave an address; the periods here are what it says.
"""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from changes import log
from changes.models import Edit
from questions.models import Letter, Question, Subscriber, Vote
from readers.addresses import Unreadable, digests, unseal
from readers.models import Tally

AFTER_THE_ANSWER = timedelta(days=180)
UNANSWERED = timedelta(days=548)
#: So long a decision may be taken back with all who wanted to know.
REFUSED = timedelta(days=1)
MARKS = timedelta(days=2)
SPAM = timedelta(days=30)
#: So many rows go in one transaction.
AT_ONCE = 500

#: What a form says beside the field for the address; its periods are those above.
PROMISE = gettext_lazy(
    "Kept encrypted, never shown, and used only to send you the answer and its correction. Deleted 180 days "
    "after the answer was sent, a day after we decide not to answer, after 18 months without an answer, or at once "
    "by the link in each mail."
)

_signer = Signer(salt="questions.forgetting", sep=".")


class NoSuchLink(ValueError):
    """The link is none that we made."""


def link_of(subscriber: Subscriber) -> str:
    """The link that has a subscriber forgotten; good for as long as there is anything to forget."""
    path = reverse("questions:forget", args=[_signer.sign(str(subscriber.pk))])
    return f"{settings.SITE_URL}{path}"


def whom(token: str) -> list[Subscriber]:
    """All that the address behind a link is kept for, none where it was forgotten. Two queries. Raises NoSuchLink.

    Also what was kept before the secret was changed, as long as that can be read.
    """
    try:
        pk = int(_signer.unsign(token))
    except (BadSignature, ValueError) as reason:
        raise NoSuchLink from reason
    mine = Subscriber.objects.filter(pk=pk).first()
    if mine is None:
        return []
    known = {mine.digest}
    with suppress(Unreadable):
        known |= {*digests(unseal(mine.sealed))}
    return list(Subscriber.objects.filter(digest__in=known).select_related("question").order_by("pk"))


def forget(token: str) -> None:
    """Delete the address behind a link wherever it is kept, and what was noted of mails to it. Raises NoSuchLink."""
    Subscriber.objects.filter(pk__in=[one.pk for one in whom(token)]).delete()


def _subscribers_at(address: str) -> list[Subscriber]:
    """All that an address is kept for."""
    found = Subscriber.objects.filter(digest__in=digests(address)).select_related("question")
    return list(found.prefetch_related("letters").order_by("pk"))


def kept(address: str) -> list[dict[str, Any]]:
    """All that is kept for an address, to be handed to whoever it belongs to."""
    return [
        {
            "question": one.question.text,
            "asked_it": one.asked,
            "name_to_print": ", ".join(question.asker for question in asked_by([one])),
            "since": one.since.isoformat(),
            "mails": [
                {"of": letter.occasion, "state": letter.state, "noted": letter.noted_at.isoformat()}
                for letter in one.letters.all()
            ],
        }
        for one in _subscribers_at(address)
    ]


@transaction.atomic
def erase(address: str) -> int:
    """Delete all of a reader that an address leads to, with the names printed with what they asked.

    Returns how many rows there were.
    """
    found = _subscribers_at(address)
    for question in asked_by(found):
        question.asker = ""
        question.save(update_fields=["asker"])
        log.touched("question", question.pk)
    Subscriber.objects.filter(pk__in=[one.pk for one in found]).delete()
    transaction.on_commit(log.forget_version)
    return len(found)


def asked_by(found: Collection[Subscriber]) -> list[Question]:
    """The questions with a name to print that these asked. Two queries.

    Whoever asked what became a duplicate is kept with the question that stands for it, whose name is another's.
    """
    asked = {one.pk: one.question_id for one in found if one.asked}
    merged = list(Question.objects.filter(duplicate_of__in=[one.question_id for one in found]).order_by("pk"))
    theirs = set()
    for pk, kept in asked.items():
        moved = {one.pk: one.merged for one in merged if pk in one.merged.get("subscribers", ())}
        # Of duplicates in a row each moved the address; it was left with the first.
        later = {one for one, was in moved.items() if moved.keys() & {*was.get("duplicates", ())}}
        theirs |= (moved.keys() - later) or {kept}
    ids = {one.pk for one in found}
    theirs |= {
        one.pk
        for one in merged
        if any(asked_it and pk in ids for pk, asked_it, _ in one.merged.get("twice", ()))
    }
    return list(Question.objects.filter(pk__in=theirs).exclude(asker=""))


def forget_due(at: datetime | None = None) -> int:
    """Delete whatever was promised to be gone by now; returns how many rows. Can be run at any time, and again."""
    at = at or timezone.now()
    told = Letter.objects.filter(
        subscriber=OuterRef("pk"), occasion=Letter.Occasion.ANSWER, noted_at__lte=at - AFTER_THE_ANSWER
    )
    ever = Letter.objects.filter(subscriber=OuterRef("pk"), occasion=Letter.Occasion.ANSWER)
    states = [Question.State.SPAM, Question.State.DECLINED]
    refused = Subscriber.objects.filter(question__state__in=states, since__lte=at - REFUSED)
    gone = [
        refused.filter(~_touched("question", at - REFUSED)),
        Subscriber.objects.filter(Exists(told)),
        Subscriber.objects.filter(~Exists(ever), since__lte=at - UNANSWERED),
        Vote.objects.filter(at__lte=at - MARKS),
        Tally.objects.filter(until__lte=at),
    ]
    count = sum(rows.delete()[1].get(rows.model._meta.label, 0) for rows in gone)
    old = Question.objects.exclude(asked_from="").filter(asked_at__lte=at - MARKS)
    return count + old.update(asked_from="") + _drop_spam(at)


def _touched(question: str, since: datetime) -> Exists:
    """Whether somebody altered a question since a time, decided about it among others; question: its column."""
    about = Question._meta.label_lower
    return Exists(Edit.objects.filter(about=about, about_id=OuterRef(question), at__gt=since))


def _drop_spam(at: datetime) -> int:
    """Delete what is spam and was neither asked nor touched for so long, and its history, which has its words."""
    spam = Question.objects.filter(
        ~_touched("pk", at - SPAM),
        state=Question.State.SPAM,
        asked_at__lte=at - SPAM,
        answer__isnull=True,
        duplicates__isnull=True,
    )
    count = 0
    while ids := list(spam.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            Question.objects.filter(pk__in=ids).delete()
            Edit.objects.filter(about=Question._meta.label_lower, about_id__in=ids).delete()
        count += len(ids)
    return count
