"""Noting, for everybody who follows it, what became of something: nothing twice, and nothing lost.

A row of the log is found when its time has come and it is not `Told` yet. So one that is scheduled is found when it
appears, and one that was committed late all the same: each look begins a day before the last that was told. A figure
of a newer period writes no row of its own; it is found as the front page finds figures that moved.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, Subquery

from changes import log
from changes.models import Change
from companies.locks import lock
from facts import moving
from facts.models import Fact
from newsletter.models import Delivery, Follow, Notice, Subscriber, Told
from newsletter.watching import matching
from newsletter.watching.matching import Followed

#: How late a transaction may commit; how long what comes is gathered for one mail.
LATEST, GATHERED = timedelta(days=1), timedelta(minutes=10)
#: So many readers are noted in one transaction.
AT_ONCE = 2000


def note(at: datetime) -> None:
    """Note what there is to tell, and a mail for everybody who has waited for as long as it is gathered."""
    for change in _untold(at):
        seen = (change.about, change.about_id) in log.visible([(change.about, change.about_id)], at)
        _tell(matching.followed_by(change, at) if seen else set(), change.effective_at, at, change=change)
    for moved in _moved(at):
        followed = matching.through_fact(moved.new, moved.old.pk)
        _tell(followed, moved.new.held_from, at, fact=moved.new)
    _gather(at)


def _untold(at: datetime) -> Iterator[Change]:
    last = Told.objects.aggregate(last=Max("at"))["last"] or at
    told = Told.objects.filter(change=OuterRef("pk"))
    rows = matching.news().filter(~Exists(told), effective_at__gt=last - LATEST, effective_at__lte=at)
    return rows.order_by("effective_at", "pk").iterator()


def _moved(at: datetime) -> Iterable[moving.Moved]:
    """Figures of a newer period; one that was revised has a row of the log."""
    found = [one for one in moving.moved(at, limit=moving.LOOKED_AT) if not one.revised]
    told = set(Told.objects.filter(fact__in=[one.new.pk for one in found]).values_list("fact", flat=True))
    return [one for one in found if one.new.pk not in told]


@transaction.atomic
def _tell(followed: set[Followed], since: datetime | None, at: datetime, **what: Any) -> None:
    """Note it for all who have followed one of these since before it happened, and that this is done."""
    _, first = Told.objects.get_or_create(**what, defaults={"at": at})
    if not first or not followed:
        return
    any_of = reduce(or_, (Q(about=about, about_id=pk) for about, pk in followed))
    readers = Follow.objects.filter(any_of, since__lte=since, subscriber__ended="")
    keys = readers.order_by("subscriber").values_list("subscriber", flat=True).distinct()
    notices = (Notice(subscriber_id=pk, noted_at=at, **what) for pk in keys.iterator(AT_ONCE))
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=AT_ONCE)
    _follow_on(followed, what)


def _follow_on(followed: set[Followed], what: dict[str, Any]) -> None:
    """Have those who follow a figure follow the one that took its place."""
    facts = {pk for about, pk in followed if about == Follow.About.FACT}
    newest = what["fact"].pk if "fact" in what else what["change"].about_id
    if len(facts) < 2:
        return
    before = Follow.objects.filter(about=Follow.About.FACT, about_id__in=facts - {newest})
    already = Follow.objects.filter(about=Follow.About.FACT, about_id=newest)
    before.filter(subscriber__in=already.values("subscriber")).delete()
    before.update(about_id=newest)


def _gather(at: datetime) -> None:
    """Note a mail for everybody to whom something is to be told and nothing came for a while, with all that did."""
    while True:
        with transaction.atomic():
            lock(Notice)
            waiting = Notice.objects.filter(delivery__isnull=True)
            ripe = waiting.filter(noted_at__lte=at - GATHERED).order_by("subscriber")
            keys = list(ripe.values_list("subscriber", flat=True).distinct()[:AT_ONCE])
            if not keys:
                return
            mails = [Delivery(sort=Delivery.Sort.NOTICE, subscriber_id=pk, due_at=at) for pk in keys]
            Delivery.objects.bulk_create(mails)
            theirs = Delivery.objects.filter(
                pk__in=[mail.pk for mail in mails], subscriber=OuterRef("subscriber")
            )
            waiting.filter(subscriber__in=keys).update(delivery=Subquery(theirs.values("pk")))


def take_back(reader: Subscriber, at: datetime) -> None:
    """Tell a reader no more of what waits for them and nothing that they follow is the reason of. Six queries each."""
    followed = set(reader.follows.values_list("about", "about_id"))
    waiting = Q(delivery__isnull=True) | Q(delivery__state=Delivery.State.WAITING)
    for notice in reader.notices.filter(waiting).select_related("change", "fact__subject"):
        told: Any = notice.change or notice.fact
        through = matching.followed_by(told, at) if notice.change else matching.through_fact(told)
        if not followed & through:
            notice.delete()


def told_of(delivery: Delivery, at: datetime) -> list[Change | Fact]:
    """What a notice tells, the oldest first: of what readers still see. Two queries, and one a kind of thing."""
    rows: list[Any] = list(
        delivery.notices.select_related("change", "fact__subject", "fact__metric").order_by("pk")
    )
    things = [
        (row.change.about, row.change.about_id) if row.change else ("fact", row.fact_id) for row in rows
    ]
    seen = log.visible(things, at)
    return [row.change or row.fact for row, thing in zip(rows, things, strict=True) if thing in seen]
