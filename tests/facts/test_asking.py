"""Whether sources still answer: asked seldom and slowly, dead only once that has lasted."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from changes.models import Change
from facts import asking
from facts.models import Source
from tests.editing import signed_in
from tests.factories import make_fact
from tests.serving import WITHIN, Served, answer, serving

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def make_source(url: str = "", **values: Any) -> Source:
    source: Source = Source.objects.create(title="A report", publisher="Shadow Count", url=url, **values)
    return source


def status(code: str) -> Callable[[str], bytes]:
    return lambda head: answer(code, "Content-Length: 0")


def asked_on(served: Served, source: Source, *days: int) -> Source:
    """The source after it was asked on each of the days after Monday."""
    for day in days:
        with time_machine.travel(MONDAY + day * DAY, tick=False):
            asking.ask(source, walls=served.walls())
    source.refresh_from_db()
    return source


@pytest.mark.parametrize(
    ("code", "came"),
    [
        *(("200 OK", "yes"), ("204 No Content", "yes"), ("206 Partial Content", "yes"), ("304 x", "yes")),
        *(
            ("401 x", "shut"),
            ("403 Forbidden", "shut"),
            ("405 x", "shut"),
            ("429 x", "shut"),
            ("451 x", "shut"),
        ),
        *(("404 Not Found", "no"), ("410 Gone", "no"), ("500 x", "no"), ("503 x", "no"), ("999 x", "no")),
    ],
)
def test_what_a_status_means(code: str, came: str) -> None:
    with serving(status(code)) as served:
        source = asked_on(served, make_source(f"http://paper.test:{served.port}/"), 0)
    assert source.answer == came
    assert source.heard.startswith(code[:3])
    assert source.dead_since is None
    assert (source.failing_since == MONDAY) is (came == "no")


def test_a_server_that_does_not_know_head_is_asked_by_get() -> None:
    for refused in (answer("405 Method Not Allowed"), answer("404 Not Found"), b""):

        def answers(head: str, refused: bytes = refused) -> bytes:
            return refused if head.startswith("HEAD") else answer("206 Partial Content")

        with serving(answers) as served:
            assert asking.hear(f"http://paper.test:{served.port}/", walls=served.walls()).answer == "yes"
        assert [head.split()[0] for head in served.heads] == ["HEAD", "GET"]


def test_one_that_fails_for_days_is_dead_since_the_first_failure() -> None:
    with serving(status("404 Not Found")) as served:
        source = make_source(f"http://paper.test:{served.port}/")
        assert asked_on(served, source, 0, 1, 2).dead_since is None
        assert not Change.objects.filter(about="source").exists()
        assert asked_on(served, source, 3).dead_since == MONDAY
        assert asked_on(served, source, 9).dead_since == MONDAY
    assert Change.objects.filter(about="source", about_id=source.pk).count() == 1


def test_readers_of_a_sources_page_are_told_that_it_is_dead(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    source = make_fact(published_from=MONDAY).source
    page = source.get_absolute_url()
    with serving(status("404 Not Found")) as served:
        Source.objects.update(url=f"http://paper.test:{served.port}/")
        source.refresh_from_db()
        asked_on(served, source, 0)
        assert "Answered on" not in client.get(page).text
        with time_machine.travel(MONDAY + 3 * DAY, tick=False):
            assert "No answer since" not in client.get(page).text
            with django_capture_on_commit_callbacks(execute=True):
                asking.ask(source, walls=served.walls())
            assert "No answer since 2 Mar 2026" in client.get(page).text


def test_one_that_answers_in_between_begins_anew_and_a_dead_one_comes_back() -> None:
    codes = iter(["500 x", "500 x", "200 OK", "500 x", "500 x", "500 x", "500 x", "200 OK"])
    with serving(lambda head: answer(next(codes))) as served:
        source = make_source(f"http://paper.test:{served.port}/")
        assert asked_on(served, source, 0, 1).failing_since is None
        assert asked_on(served, source, 2, 6).dead_since == MONDAY + 2 * DAY
        source = asked_on(served, source, 7)
    assert (source.answer, source.failing_since, source.dead_since) == ("yes", None, None)
    assert Change.objects.filter(about="source").count() == 2


def test_what_lies_within_our_walls_is_not_asked_and_not_called_dead() -> None:
    with serving(status("200 OK")) as served:
        source = make_source(f"http://{WITHIN}:{served.port}/")
        source = asked_on(served, source, 0, 5)
    assert not served.heads
    assert (source.answer, source.failing_since) == ("not asked", None)
    assert source.asked_at == MONDAY + 5 * DAY


def test_each_is_asked_at_most_once_a_week_the_longest_unasked_first() -> None:
    waits: list[float] = []

    def run(day: int) -> int:
        served.heads.clear()
        with time_machine.travel(MONDAY + day * DAY, tick=False):
            return asking.ask_due(wait=waits.append, walls=served.walls())

    with serving(lambda head: answer("404 x" if "/gone" in head else "200 OK")) as served:
        for path in ("a", "b"):
            make_source(
                f"http://paper.test:{served.port}/{path}", asked_at=MONDAY - (9 - ord(path) % 2) * DAY
            )
        make_source(f"http://paper.test:{served.port}/gone")
        make_source()
        assert run(0) == 3
        assert [head.split()[1] for head in served.heads] == ["/gone", "/gone", "/b", "/a"]
        assert len(waits) == 2
        assert [run(day) for day in (0, 1, 2, 3, 4, 5, 6)] == [0, 1, 1, 1, 0, 0, 0]
        assert run(7) == 2  # the one that is dead by now waits for its week too
    assert Source.objects.get(url__endswith="/gone").dead_since == MONDAY


def test_two_who_ask_at_once_share_the_work() -> None:
    inner: list[int] = []

    def answers(head: str) -> bytes:
        return answer("200 OK")

    with serving(answers) as served:
        for path in "abc":
            make_source(f"http://paper.test:{served.port}/{path}")

        def meanwhile(source: Source) -> None:
            inner.append(asking.ask_due(wait=lambda seconds: None, walls=served.walls()))

        assert asking.ask_due(meanwhile, wait=lambda seconds: None, walls=served.walls()) == 1
    assert inner[0] == 2 and len(served.heads) == 3


def test_the_command_says_how_many(capsys: Any) -> None:
    make_source("http://127.0.0.1/report")
    call_command("check_sources")
    assert "1 asked. 0 of all sources are dead." in capsys.readouterr().out


def test_an_editor_asks_one_now(editor: User) -> None:
    source = make_source("http://127.0.0.1:9/report")
    client = signed_in(editor)
    form = reverse("admin:facts_source_change", args=[source.pk])
    button = reverse("admin:facts_source_ask", args=[source.pk])
    assert client.get(button).status_code == 200
    assert Source.objects.get().asked_at is None
    assert client.post(button, {"_form_submitted": True}).headers["HX-Redirect"] == form
    assert Source.objects.get().answer == "not asked"
    assert "It is none that we ask." in client.get(form).text


def test_a_new_address_is_asked_afresh(editor: User) -> None:
    with serving(status("404 x")) as served:
        source = asked_on(served, make_source(f"http://paper.test:{served.port}/"), 0, 3)
    assert source.dead_since
    typed = {"title": "A report", "url": source.url, "language": "en"}
    page = reverse("admin:facts_source_change", args=[source.pk])
    signed_in(editor).post(page, typed)
    source.refresh_from_db()
    assert source.dead_since
    signed_in(editor).post(page, typed | {"url": "https://paper.test/"})
    source.refresh_from_db()
    assert (source.dead_since, source.failing_since, source.asked_at, source.heard) == (None, None, None, "")


@pytest.mark.parametrize("name", ["url", "archived_url"])
def test_an_address_is_one_of_the_web(editor: User, name: str) -> None:
    typed = {"title": "A report", "language": "en", name: "ftp://paper.test/report"}
    response = signed_in(editor).post(reverse("admin:facts_source_add"), typed)
    assert "” is no web address" in response.text
    assert not Source.objects.exists()


def test_the_list_is_filtered_by_state(editor: User) -> None:
    now = MONDAY
    failed = {"asked_at": now, "answer": "no", "failing_since": now}
    of = {
        "answers": make_source("http://a.test/", asked_at=now, answer="shut"),
        "fails": make_source("http://b.test/", **failed),
        "dead": make_source("http://c.test/", **failed, dead_since=now),
        "withdrawn": make_source("http://d.test/", asked_at=now, withdrawn_at=now, withdrawal_note="x"),
        "never asked": make_source("http://e.test/"),
        "not to be asked": make_source(),
    }
    make_fact().__class__.objects.update(source=of["dead"])
    Source.objects.exclude(pk__in=[source.pk for source in of.values()]).delete()
    client = signed_in(editor)
    for state, source in of.items():
        found = (
            client.get(reverse("admin:facts_source_changelist"), {"state": state}).context["cl"].result_list
        )
        assert [row.pk for row in found] == [source.pk], state
        assert found[0].rest == (1 if state == "dead" else 0)
    assert (
        client.get(reverse("admin:facts_source_changelist"), {"state": "x"}).context["cl"].result_count == 6
    )
