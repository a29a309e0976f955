"""An issue goes to everybody once, whatever breaks off in between."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from shutil import copytree
from threading import Barrier, Timer

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import Settings

from changes.models import Change
from newsletter import endings, links
from newsletter.issues import stopping
from newsletter.links import Reader
from newsletter.models import Delivery, Issue
from newsletter.sending import claiming, going, noting
from tests.editing import signed_in
from tests.factories import make_issue, make_subscriber
from tests.sink import Sink

ROOT = Path(__file__).resolve().parents[2]
State = Delivery.State

pytestmark = pytest.mark.django_db(transaction=True)


def due_issue() -> Issue:
    return make_issue(send_at=timezone.now())


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def later(**time: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**time))


def test_an_issue_goes_to_all_who_take_it_once_at_its_time(sink: Sink) -> None:
    for name in "abc":
        make_subscriber(f"{name}@example.org")
    make_subscriber("follows@example.org", weekly=False)
    make_subscriber("left@example.org", weekly=False, ended="left", ended_at=timezone.now())
    issue = make_issue(send_at=timezone.now() + timedelta(hours=1))
    assert going.run() == 0
    with later(hours=2):
        assert going.run() == 3
        make_subscriber("late@example.org")
        assert going.run() == 0
    assert sorted(sink.taken) == ["a@example.org", "b@example.org", "c@example.org"]
    issue.refresh_from_db()
    assert issue.number == 1 and issue.content["words"] == "<p>Good morning.</p>"


def test_a_mail_says_whose_it_is_and_how_to_leave(sink: Sink, settings: Settings) -> None:
    settings.SITE_URL = "https://news.example.org"
    make_subscriber("reader@bücher.example")
    issue = make_issue(
        subject="智谱 in figures, a résumé", send_at=timezone.now(), words="<p>" + "é " * 500 + "</p>"
    )
    going.run()
    (mail,) = sink.mails
    delivery = Delivery.objects.get()
    token = links.token_of(Reader(delivery.subscriber.key, delivery.pk))
    assert mail["Subject"] == issue.subject and mail["To"] == "reader@xn--bcher-kva.example"
    assert mail["Message-ID"] == delivery.message_id and delivery.message_id.endswith("@news.example.org>")
    assert mail["List-Unsubscribe"] == f"<https://news.example.org/newsletter/leave/{token}/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Precedence"] == "bulk" and mail["Auto-Submitted"] == "auto-generated" and mail["List-Id"]
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    for part in mail.iter_parts():
        assert part.get_content().count(token) == 2
        assert all(len(line) <= 76 for line in str(part.get_payload()).splitlines())
    assert "é " * 500 in mail.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    ("said", "state", "failure"),
    [
        ("450 4.2.0 later", State.WAITING, "450"),
        ("552 5.2.2 full", State.FAILED, "552"),
        ("554 5.7.1 spam", State.FAILED, "554"),
        ("", State.SENDING, ""),
    ],
)
def test_a_no_for_now_is_tried_again_a_refusal_is_not_and_a_silence_is_in_doubt(
    sink: Sink, said: str, state: str, failure: str, caplog: pytest.LogCaptureFixture
) -> None:
    for name in "ab":
        make_subscriber(f"{name}@example.org")
    sink.says["a@example.org"] = [said]
    due_issue()
    assert going.run() == 1
    first = Delivery.objects.earliest("pk")
    assert first.state == state and failure in first.failure and "@" not in first.failure
    assert "example.org" not in caplog.text
    with later(hours=1):
        assert going.run() == (state == State.WAITING)
        assert Delivery.objects.in_doubt().exists() == (state == State.SENDING)
    assert sink.taken == ["b@example.org", *(["a@example.org"] if state == State.WAITING else [])]


def test_where_there_is_no_such_address_nothing_more_is_sent(sink: Sink) -> None:
    reader = make_subscriber()
    sink.says["reader@example.org"] = ["550 5.1.1 no such user"]
    due_issue()
    going.run()
    reader.refresh_from_db()
    assert reader.ended == "bounced" and states() == [State.FAILED]
    due_issue()
    going.run()
    assert Delivery.objects.count() == 1


def test_a_server_that_lets_nobody_in_costs_no_try(settings: Settings) -> None:
    make_subscriber()
    with Sink() as sink:
        pass
    options = {"host": "127.0.0.1", "port": sink.port, "timeout": 1}
    settings.MAILERS = {"default": {"BACKEND": "readers.smtp.EmailBackend", "OPTIONS": options}}
    due_issue()
    going.run()
    assert list(Delivery.objects.values_list("state", "tries")) == [(State.WAITING, 0)]


def test_an_issue_that_is_refused_for_our_own_fault_stops_by_itself_and_can_be_carried_on(
    sink: Sink, editor: User
) -> None:
    everybody = [f"reader-{n}@example.org" for n in range(30)]
    for address in everybody:
        make_subscriber(address)
        sink.says[address] = ["554 5.7.1 not you"]
    issue = due_issue()
    assert going.run() == 0
    issue.refresh_from_db()
    assert "mails in a row were refused. The mail server said no: 554." in issue.stopped_because
    assert issue.stopped_at and set(states()) == {State.WAITING}
    assert "AIWATCH_MAIL_FROM" in signed_in(editor).get(f"/admin/newsletter/issue/{issue.pk}/change/").text
    sink.says.clear()
    sink.refuses = "550 5.7.1 no such sender"
    stopping.carry_on(issue.pk, timezone.now())
    assert going.run() == 0
    issue.refresh_from_db()
    assert "does not take us: 550" in issue.stopped_because
    sink.refuses = ""
    stopping.carry_on(issue.pk, timezone.now())
    assert going.run() >= 30 - settings.MAIL_CONNECTIONS
    with later(hours=1):
        going.run()
    assert sorted(sink.taken) == sorted(everybody)


def test_told_to_end_a_worker_ends_what_it_began_and_gives_back_the_rest(
    sink: Sink, settings: Settings
) -> None:
    for n in range(20):
        make_subscriber(f"reader-{n}@example.org")
    due_issue()
    settings.MAIL_RATE = 10
    noting.note(timezone.now())
    told: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: told.append(number))
    alarm = Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM))
    alarm.start()
    try:
        assert 0 < going.send() < 20
    finally:
        alarm.join()
        signal.signal(signal.SIGTERM, before)
    assert told == [signal.SIGTERM]
    assert not Delivery.objects.filter(state=State.WAITING, claimed_until__isnull=False).exists()
    assert not Delivery.objects.filter(state=State.SENDING).exists()


def test_readers_who_are_refused_twice_stop_an_issue_no_more(sink: Sink) -> None:
    for n in range(12):
        make_subscriber(f"reader-{n}@example.org")
        sink.says[f"reader-{n}@example.org"] = ["554 5.7.1 spam"] * 9
    issue = due_issue()
    for _ in range(4):
        going.run()
        if Issue.objects.get(pk=issue.pk).stopped_at:
            stopping.carry_on(issue.pk, timezone.now())
    assert set(states()) == {State.FAILED} and not sink.taken


def test_where_our_own_address_is_refused_no_reader_is_ended(sink: Sink) -> None:
    reader, issue = make_subscriber(), due_issue()
    sink.says["reader@example.org"] = ["550 5.1.8 sender address rejected"]
    going.run()
    reader.refresh_from_db()
    issue.refresh_from_db()
    assert not reader.ended and issue.stopped_at and states() == [State.WAITING]


def test_a_password_that_is_wrong_stops_an_issue_and_costs_no_try(sink: Sink) -> None:
    make_subscriber()
    issue = due_issue()
    options = {"host": "127.0.0.1", "port": sink.port, "username": "we", "password": "wrong"}
    with override_settings(MAILERS={"default": {"BACKEND": "readers.smtp.EmailBackend", "OPTIONS": options}}):
        going.run()
    issue.refresh_from_db()
    assert "no way to log in" in issue.stopped_because
    assert list(Delivery.objects.values_list("state", "tries")) == [(State.WAITING, 0)]
    stopping.carry_on(issue.pk, timezone.now())
    assert going.run() == 1


def test_a_worker_that_ends_in_time_gives_back_what_it_did_not_begin(sink: Sink, settings: Settings) -> None:
    for n in range(20):
        make_subscriber(f"reader-{n}@example.org")
    due_issue()
    settings.MAIL_RATE = 10
    assert 0 < going.run(seconds=1) < 20
    assert not Delivery.objects.filter(state=State.WAITING).exclude(claimed_until=None).exists()
    assert not Delivery.objects.filter(state=State.SENDING).exists()
    settings.MAIL_RATE = 0
    going.run()
    assert len(sink.taken) == len(set(sink.taken)) == 20


def test_whoever_leaves_while_it_is_sent_gets_nothing_more(sink: Sink) -> None:
    readers = [make_subscriber(f"{name}@example.org") for name in "ab"]
    due_issue()
    noting.note(timezone.now())
    worker = claiming.Worker()
    claimed = worker.claim(timezone.now())
    endings.leave(Reader(readers[0].key, claimed[0].pk))
    assert worker.begin(claimed, timezone.now()) == {claimed[1].pk}
    assert states() == [State.DROPPED, State.SENDING]
    assert Delivery.objects.earliest("pk").left_at


def test_an_issue_that_is_stopped_goes_to_nobody_more_until_it_is_carried_on(sink: Sink) -> None:
    for name in "abc":
        make_subscriber(f"{name}@example.org")
    issue = due_issue()
    noting.note(timezone.now())
    worker = claiming.Worker()
    claimed = worker.claim(timezone.now())
    stopping.stop(issue.pk, "Wrong subject.", timezone.now())
    assert not worker.begin(claimed, timezone.now()) and going.run() == 0
    stopping.carry_on(issue.pk, timezone.now())
    assert going.run() == 3


def test_many_workers_at_once_send_to_everybody_once(sink: Sink) -> None:
    everybody = [f"reader-{n}@example.org" for n in range(120)]
    for address in everybody:
        make_subscriber(address)
    due_issue()

    def work(n: int) -> None:
        going.run()
        connection.close()

    with ThreadPoolExecutor(3) as workers:
        list(workers.map(work, range(3)))
    assert sorted(sink.taken) == sorted(everybody)
    assert set(Delivery.objects.values_list("state", "tries")) == {(State.SENT, 1)}


def test_two_who_press_send_at_once_begin_it_once(sink: Sink, publisher: User) -> None:
    make_subscriber()
    issue = make_issue()
    desks, together = [signed_in(publisher) for _ in range(4)], Barrier(4)
    form = {"when": "now", "based_on": issue.saves}

    def press(desk: Client) -> int:
        together.wait()
        try:
            return desk.post(f"/admin/newsletter/issue/{issue.pk}/send/", form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(press, desks))
    issue.refresh_from_db()
    assert set(told) <= {302, 409} and 302 in told and issue.number == 1
    assert Change.objects.filter(about="issue").count() == 1
    going.run()
    assert sink.taken == ["reader@example.org"]


BEGIN = """
import django
django.setup()
from django.utils import timezone
from newsletter.models import Subscriber
from newsletter.sending import going
from readers.addresses import digest, seal
from tests.factories import make_issue
addresses = [f"reader-{n}@example.org" for n in range(300)]
Subscriber.objects.bulk_create(Subscriber(sealed=seal(one), digest=digest(one), weekly=True) for one in addresses)
make_issue(send_at=timezone.now())
going.run()
"""
CARRY_ON = """
import django
django.setup()
from newsletter.models import Delivery
from newsletter.sending import going
# What the killed one had claimed and not begun is free when its claim is over.
Delivery.objects.update(claimed_until=None)
going.run()
"""
DOUBT = """
from readers.addresses import unseal
for row in Delivery.objects.filter(state="sending").select_related("subscriber"):
    print(unseal(row.subscriber.sealed))
"""


@pytest.mark.once
def test_killed_in_the_middle_nobody_gets_it_twice_and_nobody_is_left_out(
    migrated: Path, tmp_path: Path
) -> None:
    copytree(migrated, tmp_path, dirs_exist_ok=True)
    with Sink(keep=False) as sink:
        environment = os.environ | {
            "AIWATCH_DATA_DIR": str(tmp_path),
            "AIWATCH_DATABASE_URL": "",
            "AIWATCH_CACHE_URL": "",
            "AIWATCH_MAIL_URL": f"smtp://127.0.0.1:{sink.port}?tls=no",
            "DJANGO_SETTINGS_MODULE": "aiwatch.settings",
        }

        def run(code: str) -> subprocess.Popen[str]:
            command = [sys.executable, "-c", code]
            return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603

        for code, then in ((BEGIN, 80), (CARRY_ON, 180)):
            worker = run(code)
            while len(sink.taken) < then:
                assert worker.poll() is None
                time.sleep(0.001)  # what it awaits is another process
            worker.send_signal(signal.SIGKILL)
            worker.communicate()
        told, _ = run(CARRY_ON + DOUBT).communicate()
    doubtful = told.split()
    everybody = {f"reader-{n}@example.org" for n in range(300)}
    assert len(sink.taken) == len(set(sink.taken))
    assert everybody - set(sink.taken) <= set(doubtful)
    assert len(doubtful) <= 2 * settings.MAIL_CONNECTIONS


def test_the_database_keeps_one_mail_for_a_reader_and_issue() -> None:
    reader, issue = make_subscriber(), due_issue()
    values = {"sort": Delivery.Sort.ISSUE, "issue": issue, "subscriber": reader}
    Delivery.objects.create(**values)
    for wrong in ({}, {"subscriber": None, "state": "sent"}, {"subscriber": None, "issue": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.create(**values | wrong)
