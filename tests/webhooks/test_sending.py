"""A message is sent until it arrives, to the public internet alone; one endpoint's trouble is no other's."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from threading import Event
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles.publishing import publish
from changes.models import Change
from newsroom import due
from tests.factories import make_article, make_endpoint
from tests.serving import OUTSIDE, WITHIN, answer, serving
from tests.webhooks.receiving import OK, Receiver, receiving
from webhooks import again, outcome, sending, switching
from webhooks.models import Attempt, Delivery, Endpoint
from webhooks.noting import note

State = Delivery.State
BROKEN = answer("500 Internal Server Error", body=b"Out of \x1b[31mcheese\x00 <b>")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


def later(**time: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(**time))


def change(count: int = 1) -> None:
    for _ in range(count):
        publish(make_article(), by=None)


@pytest.mark.django_db
def test_what_fails_is_tried_again_later_each_time_and_given_up_in_the_end(receiver: Receiver) -> None:
    receiver.endpoint()
    change()
    began = at = timezone.now()
    tried: list[timedelta] = []
    while Delivery.objects.filter(state=State.WAITING).exists() or not tried:
        receiver.says = [BROKEN]
        with time_machine.travel(at, tick=False):
            receiver.run()
            assert receiver.run() == 0
            tried.append(at - began)
            at = Delivery.objects.get().due_at
            # Something else arrives, or the endpoint would be disabled before.
            Endpoint.objects.update(failing_since=None)
    waits = [(after - before).total_seconds() for before, after in pairwise(tried)]
    assert [wait.total_seconds() for wait in outcome.WAITS] == pytest.approx(waits, rel=0.21)
    assert all(wait >= least.total_seconds() for wait, least in zip(waits, outcome.WAITS, strict=True))
    assert len(set(receiver.ids)) == 1
    assert len(receiver.ids) == 12
    assert Delivery.objects.get().state == State.GIVEN_UP
    assert sum(outcome.WAITS, timedelta()) > outcome.FAILING
    # Each try is signed anew, and what was said is kept without what nobody sees.
    assert len({headers["webhook-timestamp"] for headers in receiver.headers}) == 12
    assert [(row.status, row.said) for row in Attempt.objects.all()] == [(500, "Out of [31mcheese <b>")] * 12


@pytest.mark.django_db
def test_a_message_that_fails_holds_up_no_other(receiver: Receiver) -> None:
    receiver.endpoint()
    change(3)
    receiver.says = [BROKEN]
    assert receiver.run() == 0
    with later(seconds=2):
        assert receiver.run() == 2
    with later(seconds=30):
        assert receiver.run() == 1
    keys = Change.objects.order_by("pk").values_list("pk", flat=True)
    first, second, third = (f"chg_{key}_edition_published" for key in keys)
    assert receiver.ids == [first, second, third, first]


@pytest.mark.django_db
def test_messages_arrive_oldest_first(receiver: Receiver) -> None:
    receiver.endpoint()
    change(8)
    assert receiver.run() == 8
    keys = Change.objects.order_by("effective_at").values_list("pk", flat=True)
    assert receiver.ids == [f"chg_{key}_edition_published" for key in keys]


@pytest.mark.django_db
def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.endpoint()
    change()
    receiver.says = [answer("302 Found", f"Location: http://hooks.test:{receiver.served.port}/elsewhere")]
    assert receiver.run() == 0
    assert len(receiver.ids) == 1
    assert Attempt.objects.get().status == 302


@pytest.mark.django_db
@pytest.mark.parametrize("place", [WITHIN, "10.0.0.1", "169.254.169.254"])
def test_nothing_is_sent_to_what_a_private_name_leads_to(receiver: Receiver, place: str) -> None:
    receiver.endpoint()
    change()
    assert receiver.run(place) == 0
    assert receiver.served.places == []
    assert Attempt.objects.get().said == "hooks.test is not on the public internet."


@pytest.mark.django_db
def test_a_name_that_moves_within_our_walls_is_not_followed_there(receiver: Receiver) -> None:
    receiver.endpoint()
    change(3)
    assert receiver.run(OUTSIDE, WITHIN) == 1
    assert receiver.served.places == [OUTSIDE]


@pytest.mark.django_db
def test_a_receiver_that_asks_for_a_pause_gets_it(receiver: Receiver) -> None:
    receiver.endpoint()
    change(2)
    receiver.says = [answer("429 Too Many Requests", "Retry-After: 7200")]
    receiver.run()
    with later(minutes=100):
        assert receiver.run() == 0
    with later(minutes=121):
        assert receiver.run() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("wish", ["-5", "soon", "9" * 30, "²", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_wish_that_makes_no_sense_holds_nothing_up_for_more_than_a_day(
    receiver: Receiver, wish: str
) -> None:
    receiver.endpoint()
    change()
    receiver.says = [answer("503 Service Unavailable", f"Retry-After: {wish}".encode().decode("latin-1"))]
    receiver.run()
    with later(days=1, seconds=1):
        assert receiver.run() == 1


@pytest.mark.django_db
def test_an_endpoint_at_which_nothing_arrives_for_five_days_is_disabled_and_its_owner_told_once(
    receiver: Receiver,
) -> None:
    endpoint = receiver.endpoint()
    change(2)
    for hours in (0, 30, 60, 90, 119):
        receiver.says = [BROKEN]
        with later(hours=hours):
            receiver.run()
    assert mail.outbox == []
    receiver.says = [BROKEN]
    with later(hours=121):
        receiver.run()
        receiver.run()
    [sent] = mail.outbox
    assert sent.to == ["owner@example.org"]
    assert sent.subject == f"[AIWatch] We no longer call {endpoint.address}"
    assert "five days" in sent.body
    assert "2 messages wait for it" in sent.body
    with later(hours=130):
        assert receiver.run() == 0
        assert len(receiver.ids) == 6
        switching.enable(endpoint)
        assert receiver.run() == 2
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_what_arrives_now_and_then_is_not_disabled(receiver: Receiver) -> None:
    receiver.endpoint()
    for hours in range(0, 24 * 7, 24):
        with later(hours=hours):
            change()
            receiver.says = [BROKEN]
            receiver.run()
            receiver.run()
    assert Endpoint.objects.get().is_active
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_receiver_that_is_gone_is_called_no_more(receiver: Receiver) -> None:
    receiver.endpoint()
    change(2)
    receiver.says = [answer("410 Gone")]
    assert receiver.run() == 0
    assert receiver.run() == 0
    assert len(receiver.ids) == 1
    assert "gone for good (410)" in mail.outbox[0].body
    assert Delivery.objects.filter(state=State.WAITING).count() == 2


@pytest.mark.django_db
def test_one_that_cannot_be_written_is_no_trouble_to_others(receiver: Receiver) -> None:
    receiver.endpoint("/lost", sealed="sealed with another key")
    receiver.endpoint()
    change(2)
    assert receiver.run() == 2
    assert "rotate it" in Attempt.objects.get(delivery__state=State.WAITING).said


@pytest.mark.django_db
def test_a_receiver_that_is_slow_holds_up_no_other(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.5)

    def dribbles(head: str) -> Iterator[bytes]:
        while not slow.stopped.wait(0.05):
            yield b"H"

    with serving(dribbles) as slow:
        make_endpoint(f"http://hooks.test:{slow.port}/")
        receiver.endpoint()
        change(5)
        walls = receiver.served.walls()
        both = type(walls)(walls.beside, walls.ports | {slow.port}, walls.resolve)
        began = time.monotonic()
        assert sending.run(walls=both) == 5
        assert time.monotonic() - began < 3
    assert len(slow.heads) == 1


@pytest.mark.django_db(transaction=True)
def test_runs_at_once_send_nothing_twice_and_to_each_one_at_a_time() -> None:
    inside: Counter[str] = Counter()
    most: Counter[str] = Counter()

    def answers(head: str) -> bytes:
        path = head.split()[1]
        inside[path] += 1
        most[path] = max(most[path], inside[path])
        served.stopped.wait(0.02)
        inside[path] -= 1
        return OK

    def run(n: int) -> int:
        try:
            return receiver.run()
        finally:
            connection.close()

    with serving(answers) as served:
        receiver = Receiver(served)
        for n in range(3):
            receiver.endpoint(f"/{n}")
        change(4)
        with ThreadPoolExecutor(3) as pool:
            assert sum(pool.map(run, range(3))) == 12
    assert len(served.heads) == 12
    assert most == {"/0": 1, "/1": 1, "/2": 1}
    assert Delivery.objects.filter(state=State.DELIVERED, tries=1).count() == 12


@pytest.mark.django_db
def test_a_run_that_was_killed_while_it_sent_is_made_good_by_a_later_one(receiver: Receiver) -> None:
    endpoint = receiver.endpoint()
    change()
    note(timezone.now())
    assert sending._claim(endpoint.pk, timezone.now())
    assert receiver.run() == 0
    with later(minutes=2):
        assert receiver.run() == 1


@pytest.mark.django_db
def test_the_database_takes_no_message_twice() -> None:
    make_endpoint()
    change()
    note(timezone.now())
    row = Delivery.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.django_db
def test_a_change_that_goes_takes_its_message_along() -> None:
    make_endpoint()
    change()
    note(timezone.now())
    Change.objects.all().delete()
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
def test_what_is_cancelled_as_its_time_comes_is_waited_for_by_nobody_and_never_told() -> None:
    make_endpoint()
    change()
    noted = Delivery.objects.all()

    def cancel_slowly() -> None:
        try:
            with transaction.atomic():
                Change.objects.all().delete()
                under_way.set()
                over.wait(10)
        finally:
            connection.close()

    under_way, over = Event(), Event()
    with ThreadPoolExecutor(1) as pool:
        cancelling = pool.submit(cancel_slowly)
        under_way.wait(10)
        note(timezone.now())
        assert not noted.exists()
        over.set()
        cancelling.result()
    note(timezone.now())
    assert not noted.exists()


@pytest.mark.django_db
def test_an_endpoint_that_is_deleted_while_it_is_called_is_gone(receiver: Receiver) -> None:
    endpoint = receiver.endpoint()
    change()
    note(timezone.now())
    delivery, _ = sending._claim(endpoint.pk, timezone.now())
    endpoint.delete()
    outcome.settle(delivery, outcome.Outcome(status=200), timezone.now())
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_what_arrived_is_sent_again_by_hand_with_the_same_id(receiver: Receiver) -> None:
    endpoint = receiver.endpoint()
    change()
    receiver.run()
    delivery = Delivery.objects.get()
    again.send_again(delivery)
    with later(minutes=2):
        receiver.run()
    assert receiver.ids == [delivery.message_id] * 2
    switching.disable(endpoint)
    with pytest.raises(again.NotSent, match="enable it first"):
        again.send_again(delivery)


@pytest.mark.django_db(transaction=True)
def test_a_run_follows_changes_where_there_is_a_worker(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    from django.tasks import default_task_backend

    change(3)
    publish(make_article(), by=None, at=timezone.now() + timedelta(days=1))
    runs = [result for result in default_task_backend.results if result.task.name == "run_task"]
    assert len(runs) == 1


@pytest.mark.django_db
def test_a_run_follows_what_failed_when_it_is_due_where_there_is_a_worker(
    receiver: Receiver, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    from django.tasks import default_task_backend

    receiver.endpoint()
    change(2)
    pause = answer("503 Service Unavailable", "Retry-After: 3600")
    for say, wait in ((BROKEN, outcome.WAITS[0]), (pause, timedelta(hours=1))):
        default_task_backend.clear()
        receiver.says = [say]
        with time_machine.travel(timezone.now(), tick=False):
            assert receiver.run() == 0
            [run] = default_task_backend.results
            assert run.task.name == "run_task"
            assert wait <= run.task.run_after - timezone.now() <= wait * 1.2


@pytest.mark.django_db
def test_the_periodic_run_delivers() -> None:
    assert "webhooks delivered: 0" in due.run()[0]
