"""Whoever wants to know too is counted without an account or a cookie, and may leave an address."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from changes.models import Change
from questions.answering.giving import answer
from questions.models import Question, Subscriber
from readers.addresses import unseal
from tests.questions.test_asking import HERE, faults, fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Noon, until it is moved: marks are others the next day."""
    noon = timezone.localtime().replace(hour=12, minute=0)
    with time_machine.travel(noon, tick=False) as clock:
        yield clock


@pytest.fixture
def wanted(db: None) -> Question:
    """An open question."""
    return Question.objects.create(text="How long is a shadow?", slug="shadow", state="open")


def join(client: Client, question: Question, *, address: str = "192.0.2.1", **sent: str) -> Any:
    return client.post(f"/questions/join/{question.pk}/", sent, headers=HERE, REMOTE_ADDR=address)


def count(question: Question) -> int:
    return Question.objects.get(pk=question.pk).times_asked


def test_a_network_counts_once_a_day(client: Client, wanted: Question, clock: time_machine.Traveller) -> None:
    for address in ("192.0.2.1", "192.0.2.1", "198.51.100.1", "2001:db8::1", "2001:db8::2"):
        sent = join(client, wanted, address=address)
        assert (sent.status_code, sent["Location"]) == (302, f"/questions/join/{wanted.pk}/")
    assert count(wanted) == 4
    page = client.get(f"/questions/join/{wanted.pk}/", REMOTE_ADDR="192.0.2.1").text
    assert "<b>4</b> readers want to know, and your network is counted" in page
    clock.shift(timedelta(days=1))
    join(client, wanted)
    assert count(wanted) == 5
    assert not client.cookies and not Change.objects.exists()
    assert not wanted.votes.filter(mark__contains="192.0").exists()


def test_an_address_is_kept_once_and_the_answer_is_the_same(
    client: Client, wanted: Question, clock: time_machine.Traveller
) -> None:
    page = f"/questions/join/{wanted.pk}/"
    form = fields(client.get(page).text, page)
    clock.shift(60)
    told = [
        join(client, wanted, **form | {"email": email}) for email in ("Ines@example.org", "ines@example.org")
    ]
    assert {(one.status_code, one["Location"]) for one in told} == {(302, "/questions/join/thanks/")}
    kept = wanted.subscribers.get()
    assert not kept.asked and unseal(kept.sealed) == "Ines@example.org"
    assert count(wanted) == 2


def test_an_address_needs_an_open_page_and_none_of_ours_is_forged(
    client: Client, wanted: Question, clock: time_machine.Traveller
) -> None:
    page = f"/questions/join/{wanted.pk}/"
    form = fields(client.get(page).text, page) | {"email": "ines@example.org"}
    assert "quicker than anybody" in faults(join(client, wanted, **form))[0]
    clock.shift(60)
    for wrong, status in (({"started": "x"}, 400), ({"email": "ines"}, 400), ({"homepage": "x"}, 302)):
        assert join(client, wanted, **form | wrong).status_code == status
    assert client.post(page, form).status_code == 403
    assert not Subscriber.objects.exists() and count(wanted) == 1


def test_what_a_duplicate_stands_for_is_counted(client: Client, wanted: Question) -> None:
    same = Question.objects.create(text="A shadow?", slug="a", state="duplicate", duplicate_of=wanted)
    assert join(client, same)["Location"] == f"/questions/join/{wanted.pk}/"
    assert (count(wanted), count(same)) == (2, 1)


def test_an_answered_question_is_counted_and_read(client: Client, wanted: Question, publisher: User) -> None:
    answer(wanted, text="<p>It depends.</p>", by=publisher, published_from=timezone.now())
    assert join(client, wanted, email="ines@example.org")["Location"] == wanted.get_absolute_url()
    assert client.get(f"/questions/join/{wanted.pk}/")["Location"] == wanted.get_absolute_url()
    assert count(wanted) == 2 and not Subscriber.objects.exists()


@pytest.mark.parametrize(
    "values", [{"state": "received"}, {"state": "spam"}, {"state": "declined", "reason": "No."}]
)
def test_nobody_joins_what_readers_do_not_see(
    client: Client, wanted: Question, values: dict[str, str]
) -> None:
    Question.objects.filter(pk=wanted.pk).update(**values)
    assert join(client, wanted).status_code == client.get(f"/questions/join/{wanted.pk}/").status_code == 404
    assert count(wanted) == 1


def test_votes_without_end_are_told_to_wait(client: Client, clock: time_machine.Traveller) -> None:
    many = [Question.objects.create(text=f"Number {n}?", slug="n", state="open") for n in range(61)]
    told = [join(client, question) for question in many]
    assert [one.status_code for one in told] == [302] * 60 + [429]
    assert int(told[-1]["Retry-After"]) > 0 and count(many[-1]) == 1


def test_addresses_without_end_are_told_to_wait(
    client: Client, wanted: Question, clock: time_machine.Traveller
) -> None:
    page = f"/questions/join/{wanted.pk}/"
    form = fields(client.get(page).text, page)
    clock.shift(60)
    told = [join(client, wanted, **form | {"email": f"reader-{n}@example.org"}) for n in range(22)]
    assert [one.status_code for one in told] == [302] * 20 + [429] * 2
    assert "addresses were left from your network" in faults(told[-1])[0]
    assert fields(told[-1].text, page)["email"] == "reader-21@example.org"
    assert wanted.subscribers.count() == 20 and count(wanted) == 2


def test_an_answer_cannot_be_sent_to_nowhere(client: Client, wanted: Question) -> None:
    assert join(client, wanted, address="127.0.0.1", email="").status_code == 302
    assert "Send me the answer" in client.get(f"/questions/join/{wanted.pk}/").text
    told = join(client, wanted, address="127.0.0.1", send="", email="")
    assert told.status_code == 400
    assert "E-mail: it is empty." in told.text
