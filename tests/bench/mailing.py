"""An issue for a hundred thousand readers and a mail server of this machine: mails a second a worker, and memory."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from articles.models import Edition
from newsletter.models import Delivery, Issue, Item, Subscriber
from newsletter.sending import noting
from readers.addresses import digest, seal
from tests.bench.data import fill
from tests.bench.serving import ROOT, most_held
from tests.sink import Sink

READERS, STORIES = 100_000, 12
AT_ONCE = 5_000


def rows() -> Iterator[tuple[str, float, str]]:
    """What noting takes, what sending takes, and what became of the mails."""
    fill(STORIES)
    _subscribe()
    issue = _issue()
    began = time.perf_counter()
    noting.note(timezone.now())
    yield f"{READERS:,} mails noted", time.perf_counter() - began, "s"
    with Sink(keep=False) as sink:
        began, held = time.perf_counter(), 0.0
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "send_newsletter"],
            cwd=ROOT,
            env=os.environ | {"AIWATCH_MAIL_URL": f"smtp://127.0.0.1:{sink.port}?tls=no"},
        )
        while worker.poll() is None:
            held = max(held, most_held(worker.pid))
            time.sleep(1)
        took = time.perf_counter() - began
        yield f"{READERS:,} mails by one worker", READERS / took, "mails/s"
        yield "most memory held", held, "MB"
        yield "size of a mail", sink.bytes / READERS / 1000, "kB"
        yield "mails that came", len(sink.taken), "mails"
        yield "readers who got one", len(set(sink.taken)), "readers"
    yield "sent", Delivery.objects.filter(issue=issue, state="sent").count(), "mails"


def _subscribe() -> None:
    then = timezone.now() - timedelta(days=1)
    for start in range(0, READERS, AT_ONCE):
        addresses = [f"reader-{n}@example.org" for n in range(start, start + AT_ONCE)]
        Subscriber.objects.bulk_create(
            Subscriber(sealed=seal(one), digest=digest(one), weekly=True, confirmed_at=then)
            for one in addresses
        )


def _issue() -> Issue:
    issue: Issue = Issue.objects.create(
        subject="What moved this week", words="<p>Good morning.</p>", send_at=timezone.now()
    )
    for position, article in enumerate(Edition.objects.values_list("article", flat=True)[:STORIES]):
        Item.objects.create(issue=issue, section="story", about_id=article, position=position)
    return issue
