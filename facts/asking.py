"""Asking the addresses of sources whether they still answer: now and then, slowly, and never twice at once."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import NamedTuple

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from changes import log
from changes.reaching import OURS, Forbidden, Unreached, Untrusted, Walls, reach
from facts.models import Source

#: How often one is asked; one that begins to fail sooner, until it is known whether that lasts.
EVERY, AGAIN = timedelta(days=7), timedelta(days=1)
#: How long each asking must have failed before an address is called dead.
LASTING = timedelta(days=3)
#: For one address with all its redirects, and between two.
SECONDS, PAUSE = 10.0, 0.4

#: Gone or broken. Whatever else is refused (a sign-in, a robot, a country) is there all the same.
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}

Say = Callable[[Source], None]


class Heard(NamedTuple):
    """What came of asking: one of Source.Answer, and words for an editor."""

    answer: str
    words: str


def ask_due(
    say: Say = lambda source: None, *, wait: Callable[[float], None] = time.sleep, walls: Walls = OURS
) -> int:
    """Ask all that are due, the longest unasked first; can be stopped and run again at will, also at once.

    Tells `say` of each; returns how many it was.
    """
    asked = 0
    while source := Source.objects.due(EVERY, AGAIN).first():
        if not _claim(source):
            continue
        if asked:
            wait(PAUSE)
        say(_note(source, hear(source.url, walls=walls)))
        asked += 1
    return asked


def ask(source: Source, *, walls: Walls = OURS) -> Source:
    """Ask one now, due or not."""
    return _note(source, hear(source.url, walls=walls))


@task
def ask_task(pk: int) -> None:
    """Ask one in the background."""
    ask(Source.objects.get(pk=pk))


def hear(address: str, *, walls: Walls = OURS) -> Heard:
    """Ask an address by HEAD, and by GET where that does not go well: not every server knows HEAD."""
    until = time.monotonic() + SECONDS
    for method in ("HEAD", "GET"):
        heard = _heard(address, method, until - time.monotonic(), walls)
        if heard.answer in {Source.Answer.YES, Source.Answer.NOT_ASKED}:
            break
    return heard


def forget(source: Source) -> None:
    """Have a source whose address changes be asked afresh. Saves nothing."""
    source.asked_at = source.failing_since = source.dead_since = None
    source.answer = source.heard = ""


def _heard(address: str, method: str, seconds: float, walls: Walls) -> Heard:
    try:
        status = reach(address, method=method, seconds=seconds, walls=walls).status
    except Forbidden as reason:
        return Heard(Source.Answer.NOT_ASKED, str(reason))
    except Untrusted as reason:
        return Heard(Source.Answer.SHUT, str(reason))
    except Unreached as reason:
        return Heard(Source.Answer.NO, str(reason))
    return Heard(_meaning(status), _words(status))


def _meaning(status: int) -> str:
    if status in GONE or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Source.Answer.NO
    return Source.Answer.SHUT if status >= HTTPStatus.BAD_REQUEST else Source.Answer.YES


def _words(status: int) -> str:
    known = status in HTTPStatus
    return f"{status} {HTTPStatus(status).phrase}" if known else str(status)


def _claim(source: Source) -> bool:
    """Whether it is ours to ask: of two who are about to, the second is told no."""
    mine = Source.objects.filter(pk=source.pk, asked_at=source.asked_at).update(asked_at=timezone.now())
    return bool(mine)


@transaction.atomic
def _note(source: Source, heard: Heard) -> Source:
    """Write down what came of it. Readers are told when an address becomes dead, and when it is back."""
    now = timezone.now()
    source = Source.objects.locked(source.pk)
    before = source.dead_since
    source.asked_at, source.answer, source.heard = now, heard.answer, heard.words[:200]
    if heard.answer == Source.Answer.NO:
        source.failing_since = source.failing_since or now
        source.dead_since = before or _dead_since(source.failing_since, now)
    else:
        source.failing_since = source.dead_since = None
    source.save(update_fields=["asked_at", "answer", "heard", "failing_since", "dead_since"])
    if source.dead_since != before:
        log.touched("source", source.pk, address=source.get_absolute_url(), title=str(source)[:300])
        transaction.on_commit(log.forget_version)
    return source


def _dead_since(failing_since: datetime, now: datetime) -> datetime | None:
    return failing_since if now - failing_since >= LASTING else None
