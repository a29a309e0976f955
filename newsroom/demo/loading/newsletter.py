"""An issue of the newsletter that was sent, and one that is begun. No mail goes anywhere: the readers are invented."""

from datetime import timedelta

from django.utils import timezone

from changes.corrections import Said, correct
from newsletter.issues import composing, freezing
from newsletter.models import Delivery, Issue, Subscriber
from newsroom.demo.loading.cast import Cast
from newsroom.ledger.correcting import things
from readers.addresses import digest, seal

State = Delivery.State
READERS = 48
#: What became of some of the mails; all others were taken.
CAME = {
    5: (State.FAILED, "The mail server said no: 554."),
    11: (State.BOUNCED, "The mail server said no: 550."),
    17: (State.SENDING, ""),
    23: (State.DROPPED, "They left before it went."),
}
LEFT = 29
ENDED = {11: Subscriber.Ending.BOUNCED, 23: Subscriber.Ending.LEFT, LEFT: Subscriber.Ending.LEFT}
WRONG = Said(
    "We wrote that Lantern 2 had slipped once.", "It slipped twice: the first time was before it had a name."
)
WORDS = (
    "<p>Every figure below stands on a line that says how it is known. Where one moved, we say from what, "
    "and who says so.</p>"
)


def send_an_issue(cast: Cast) -> int:
    """The first issue, with what became of each mail; returns how many there are."""
    at = timezone.now()
    issue = composing.begin_one(by=cast.users["editor"], at=at, with_the_weeks=True)
    issue.subject, issue.preheader = (
        "What moved, and what did not",
        "Figures with their sources, dates with their history.",
    )
    issue.words, issue.send_at, issue.sent_by = WORDS, at, cast.users["publisher"]
    issue.save()
    freezing.begin(issue, at)
    readers = Subscriber.objects.bulk_create(
        Subscriber(sealed=seal(address), digest=digest(address), weekly=True)
        for address in (f"letter-{n}@example.org" for n in range(READERS))
    )
    Delivery.objects.bulk_create(_mail(issue, reader, n) for n, reader in enumerate(readers))
    for n, why in ENDED.items():
        Subscriber.objects.filter(pk=readers[n].pk).update(ended=why, ended_at=at, weekly=False)
    Issue.objects.filter(pk=issue.pk).update(noted_at=at)
    carried = cast.records["model/lantern-2"].record_ptr
    correct(WRONG, touches=things((), (), [carried], at=timezone.now()), by=cast.users["publisher"])
    return READERS


def begin_an_issue(cast: Cast) -> int:
    """The next one, with the week's best in place."""
    issue = composing.begin_one(by=cast.users["editor"], at=timezone.now(), with_the_weeks=True)
    return issue.items.count()


def _mail(issue: Issue, reader: Subscriber, n: int) -> Delivery:
    """One mail as far as it came; the doubtful one is in doubt since before now."""
    state, failure = CAME.get(n, (State.SENT, ""))
    begun = None if state == State.DROPPED else timezone.now() - timedelta(hours=1)
    return Delivery(
        sort=Delivery.Sort.ISSUE,
        issue=issue,
        subscriber=reader,
        state=state,
        failure=failure,
        tries=int(begun is not None),
        begun_at=begun,
        left_at=timezone.now() if n == LEFT else None,
    )
