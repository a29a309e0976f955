"""Composing an issue: what it carries, in which order, with which words. Nothing is kept until the whole is saved."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.bodies import clean_words, plain
from articles.workflow import may
from newsletter.issues import offering, telling
from newsletter.models import Issue, Item

#: More do not fit into a mail that is read to its end, nor into 100 kB.
MOST = 40
LONGEST_WORDS = 600
#: What an editor gives an issue besides its items.
FIELDS = ("subject", "preheader", "words", "text")


class NotComposed(ValueError):
    """The issue cannot be saved so; the message says why."""


class SavedMeanwhile(NotComposed):
    """Somebody else saved it since this editor began; `now` is how it stands."""

    def __init__(self, now: Issue) -> None:
        self.now = now
        whoever = now.saved_by and (now.saved_by.get_full_name() or now.saved_by.get_username())
        at = f"{timezone.localtime(now.saved_at):%H:%M}"
        super().__init__(f"{whoever or 'Somebody else'} saved this issue while you were writing, at {at}.")


@transaction.atomic
def begin_one(*, by: User, at: datetime, with_the_weeks: bool) -> Issue:
    """A new draft, empty or with the week's best in place."""
    day = f"{timezone.localdate(at):%-d %B %Y}"
    issue: Issue = Issue.objects.create(subject=_("The week to %(day)s") % {"day": day}, by=by, saved_by=by)
    _put(issue, offering.best(at) if with_the_weeks else [], {})
    return issue


@transaction.atomic
def save(
    issue: int,
    *,
    fields: Mapping[str, str],
    order: Sequence[str],
    words: Mapping[str, str],
    based_on: int,
    by: User,
) -> Issue:
    """Save the whole of an issue that has not begun. words: the editor's own, by the keys of items.

    based_on: `saves` as the editor began with it. Raises SavedMeanwhile, and NotComposed.
    """
    kept: Issue = Issue.objects.select_for_update(of=("self",)).select_related("saved_by").get(pk=issue)
    check_open(kept, by)
    if kept.saves != based_on:
        raise SavedMeanwhile(kept)
    if len(order) > MOST:
        raise NotComposed(f"An issue carries at most {MOST} things: take some off.")
    known = telling.names(order)
    if missing := [key for key in order if key not in known]:
        raise NotComposed(f"Something in this issue is no longer there: {', '.join(missing)}.")
    told = {key: plain(words.get(key, "")) for key in order}
    if long := [known[key] for key, own in told.items() if len(own) > LONGEST_WORDS]:
        raise NotComposed(
            f"Your own words of “{long[0]}” are longer than {LONGEST_WORDS} letters: say less, or link."
        )
    for name in FIELDS:
        setattr(kept, name, fields[name])
    kept.words = clean_words(kept.words)
    kept.saves, kept.saved_at, kept.saved_by, kept.held_because = kept.saves + 1, timezone.now(), by, ""
    kept.save()
    _put(kept, order, told)
    return kept


def check_open(issue: Issue, by: User) -> None:
    """Let pass whoever may change an issue as it stands. Raises NotComposed."""
    if issue.begun_at:
        raise NotComposed("This issue has begun to be sent: it stays as it is.")
    if issue.send_at and not may(by, "publish"):
        raise NotComposed(
            "This issue is scheduled as a publisher saw it: ask one to take it off the schedule."
        )


@transaction.atomic
def discard(issue: int, *, by: User) -> None:
    """Delete a draft. Raises NotComposed for one that is scheduled or has begun."""
    kept: Issue = Issue.objects.select_for_update().get(pk=issue)
    check_open(kept, by)
    if kept.send_at:
        raise NotComposed("This issue is scheduled: take it off the schedule first.")
    kept.delete()


def words_of(issue: Issue) -> dict[str, str]:
    """The editor's own words by the keys of items, in their order. One query."""
    return {item.key: item.words for item in issue.items.all()}


def _put(issue: Issue, order: Sequence[str], words: Mapping[str, str]) -> None:
    """Have an issue carry exactly these."""
    issue.items.all().delete()
    rows: list[Any] = []
    for position, key in enumerate(order, start=1):
        section, _colon, pk = key.partition(":")
        rows.append(
            Item(issue=issue, section=section, about_id=int(pk), position=position, words=words.get(key, ""))
        )
    Item.objects.bulk_create(rows)
