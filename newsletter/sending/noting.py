"""Noting a mail for everybody who is to get one. Broken off anywhere and done again, it notes nobody twice."""

from collections.abc import Iterable
from datetime import datetime

from newsletter.issues import freezing, scheduling
from newsletter.models import Delivery, Erratum, Issue, Subscriber
from newsletter.querysets import ReaderQuerySet
from newsletter.watching import noticing

#: So many are noted in one transaction.
AT_ONCE = 2000
Sort, State = Delivery.Sort, Delivery.State


def note(at: datetime) -> None:
    """Begin each issue whose time has come, and note a mail of it for each reader; and of errata."""
    noticing.note(at)
    for issue in Issue.objects.due(at):
        try:
            freezing.begin(issue, at)
        except freezing.NotReady as reason:
            scheduling.hold(issue, str(reason))
    for issue in Issue.objects.filter(begun_at__isnull=False, noted_at__isnull=True):
        for readers in _in_parts(Subscriber.objects.weekly()):
            _note(Delivery(sort=Sort.ISSUE, issue=issue, subscriber_id=pk, due_at=at) for pk in readers)
        Issue.objects.filter(pk=issue.pk).update(noted_at=at)
    for erratum in Erratum.objects.filter(noted_at__isnull=True).select_related("issue"):
        for readers in _in_parts(who_got(erratum.issue)):
            _note(Delivery(sort=Sort.ERRATUM, erratum=erratum, subscriber_id=pk, due_at=at) for pk in readers)
        Erratum.objects.filter(pk=erratum.pk).update(noted_at=at)


def who_got(issue: Issue) -> ReaderQuerySet:
    """Those to whom an issue went, or may have gone, and who are still written to."""
    went = Delivery.objects.filter(issue=issue, state__in=[State.SENT, State.SENDING])
    return Subscriber.objects.active().filter(pk__in=went.order_by().values("subscriber"))


def _note(mails: Iterable[Delivery]) -> None:
    Delivery.objects.bulk_create(mails, ignore_conflicts=True)


def _in_parts(readers: ReaderQuerySet) -> Iterable[list[int]]:
    last = 0
    while keys := list(readers.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        yield keys
        last = keys[-1]
