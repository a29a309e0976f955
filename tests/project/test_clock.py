"""With nothing running but the server, a scheduled edition appears and an expiring one goes, everywhere at once."""

import http.client
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.bench.serving import Server, serving
from tests.project.test_crash import run

SCHEDULE = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from articles.publishing import schedule
from tests.factories import make_article
article = make_article("Timed eclipse", slug="timed-eclipse")
far = timezone.now() + timedelta(days=1)
schedule(article, by=None, at=far)  # the first takes long; the second takes its place
at = timezone.now() + timedelta(seconds={before})
until = at + timedelta(seconds={during})
schedule(article, by=None, at=at, expires_at=until)
print(at.timestamp(), until.timestamp(), flush=True)
"""
LISTS = (
    "/",
    "/articles/",
    "/sitemaps/articles-1.xml",
    "/feeds/latest.rss",
    "/feeds/latest.json",
    "/api/v1/articles/",
)
PAGES = ("/articles/timed-eclipse/", "/api/v1/articles/timed-eclipse/")
#: How many seconds after its time a change may be seen last.
LATE = 1.0


class Answer(NamedTuple):
    """What an address answered, and between which moments it was asked."""

    address: str
    began: float
    ended: float
    shown: bool
    tag: str | None


@pytest.fixture(params=[1, 2], ids=["one worker", "two workers"])
def server(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> Iterator[Server]:
    """A server on a database of its own, in the test's directory."""
    shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
    environment = {"AIWATCH_DATA_DIR": str(tmp_path), "AIWATCH_DATABASE_URL": "", "AIWATCH_CACHE_URL": ""}
    with serving("aiwatch.wsgi:application", workers=request.param, **environment) as server:
        yield server


def ask(server: Server, address: str, **headers: str) -> Answer:
    """One answer of whichever worker takes the connection."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    began = time.time()
    connection.request("GET", address, headers=headers)
    response = connection.getresponse()
    shown = (
        response.status == 200 and re.search(rb"timed.eclipse", response.read(), re.IGNORECASE) is not None
    )
    connection.close()
    return Answer(address, began, time.time(), shown, response.headers["ETag"])


def test_an_edition_appears_and_goes_at_its_time_everywhere(server: Server, tmp_path: Path) -> None:
    everywhere = (*LISTS, *PAGES)
    for _ in range(4):  # until each worker is warm; the last round tells how long one takes here
        began = time.time()
        for address in everywhere:
            ask(server, address)
    rounds = 3 * (time.time() - began)
    planned = run(SCHEDULE.format(before=1 + rounds, during=LATE + 1 + rounds), tmp_path)
    assert planned.stdout is not None
    at, until = map(float, planned.stdout.readline().split())
    answers: list[Answer] = []
    began = 0.0
    while began < until + LATE:  # the last round begins when all is over, however long one took
        began = time.time()
        answers += [ask(server, address) for address in everywhere]
    planned.communicate()
    for address in everywhere:
        mine = [answer for answer in answers if answer.address == address]
        before = [answer for answer in mine if answer.ended < at]
        during = [answer for answer in mine if at + LATE < answer.began and answer.ended < until]
        after = [answer for answer in mine if until + LATE < answer.began]
        assert before and during and after
        assert not any(answer.shown for answer in (*before, *after)), address
        assert all(answer.shown for answer in during), address
        assert not {answer.tag for answer in during} & {answer.tag for answer in (*before, *after)}, address
