"""A flood of asks from one network and of junk, while somebody reads, and the editors' queue after it."""

import statistics
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.test import Client
from lxml import html

from questions.models import Question
from readers.models import Tally
from tests.bench.data import fill
from tests.bench.serving import Server, serving

ASKS, JUNK = 1_000, 10_000
FORM = "/questions/ask/"


def rows() -> Iterator[tuple[str, float, str]]:
    """What the flood takes, what is left of it, and what it is like meanwhile for others."""
    article = f"/articles/{fill(20).slug}/"
    User.objects.create_superuser("bench", password="bench")
    before = _queue()
    with serving("aiwatch.wsgi:application") as server:
        form = html.fromstring(server.get(FORM)).forms[0]
        token = dict(form.form_values())["started"]
        time.sleep(3)  # a form is not taken before anybody could have read it
        waits: list[float] = []
        with Reading(server, article, waits):
            began = time.perf_counter()
            for n in range(ASKS):
                _post(server, {"q": f"What is the number {n} in words?", "started": token})
            yield f"{ASKS:,} asks from one network", time.perf_counter() - began, "s"
            began = time.perf_counter()
            for n in range(JUNK):
                _post(server, _junk(n, token))
            yield f"{JUNK:,} posts of junk", time.perf_counter() - began, "s"
        yield "a reader’s page meanwhile, 95 of 100", statistics.quantiles(waits, n=20)[-1] * 1000, "ms"
    for state in ("received", "spam"):
        yield f"questions left, {state}", Question.objects.filter(state=state).count(), "questions"
    yield "rows left of counting", Tally.objects.count(), "rows"
    yield "the queue before", before, "ms"
    yield "the queue afterwards", _queue(), "ms"


def _junk(n: int, token: str) -> dict[str, str]:
    """Four kinds in turn: without a mark, offering wares, garbage, and into the trap."""
    text = "buy cheap casino http://a.example http://b.example " * 9
    return (
        {"q": f"{n} {text}"[:500]},
        {"q": f"Casino {n} http://a.example http://b.example?", "started": token},
        {"q": "\x00" * 3000 + "=" * 3000, "email": "@" * 3000, "started": token},
        {"q": f"{n} {text}"[:400], "homepage": "http://a.example", "started": token},
    )[n % 4]


def _post(server: Server, sent: dict[str, str]) -> None:
    headers = {
        "Host": "127.0.0.1",
        "Origin": "http://127.0.0.1",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    server.connection.request("POST", FORM, urlencode(sent), headers)
    answer = server.connection.getresponse()
    answer.read()
    if answer.status >= 500:
        raise RuntimeError(f"the flood got {answer.status}")


class Reading:
    """Somebody who reads a page over and over on a connection of their own."""

    def __init__(self, server: Server, path: str, waits: list[float]) -> None:
        self.done = Event()
        self.thread = Thread(target=self._read, args=(server.port, path, waits))

    def _read(self, port: int, path: str, waits: list[float]) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        while not self.done.wait(0.02):
            began = time.perf_counter()
            connection.request("GET", path, headers={"Host": "127.0.0.1"})
            connection.getresponse().read()
            waits.append(time.perf_counter() - began)
        connection.close()

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *why: Any) -> None:
        self.done.set()
        self.thread.join()


def _queue() -> float:
    """The list of questions in the admin, in ms."""
    desk = Client()
    if user := User.objects.filter(username="bench").first():
        desk.force_login(user)
    began = time.perf_counter()
    desk.get("/admin/questions/question/", headers={"host": "127.0.0.1"})
    return (time.perf_counter() - began) * 1000
