"""Readers leave at once, by one click of their mail program or on a page, and are forgotten as it was promised."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsletter import links
from newsletter.links import Reader
from newsletter.models import Asking, Delivery, Follow, Issue, Subscriber
from newsletter.subscribing.forgetting import forget_due
from readers.addresses import digest, seal
from tests.editing import signed_in
from tests.factories import make_company, make_issue, make_subscriber

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

ADDRESS = "Ada@Example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def mailed() -> Delivery:
    """The mail of an issue that went to a reader who follows something too."""
    reader = make_subscriber(ADDRESS)
    reader.follows.create(about="company", about_id=make_company(published_from=timezone.now()).pk)
    issue = make_issue()
    Issue.objects.filter(pk=issue.pk).update(begun_at=timezone.now(), number=1, content={})
    delivery: Delivery = Delivery.objects.create(
        sort=Delivery.Sort.ISSUE, issue=issue, subscriber=reader, state="sent", begun_at=timezone.now()
    )
    return delivery


def page(delivery: Delivery) -> str:
    token = links.token_of(Reader(delivery.subscriber.key, delivery.pk))
    return links.to_leave(token).removeprefix("http://127.0.0.1:8000")


def after(**time: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**time), tick=False)


def test_one_click_of_a_mail_program_is_enough_however_old_the_mail(mailed: Delivery) -> None:
    client, leave = Client(enforce_csrf_checks=True), page(mailed)
    waiting = Delivery.objects.create(sort=Delivery.Sort.NOTICE, subscriber=mailed.subscriber)
    for _ in range(25):
        shown = client.get(leave)
        client.head(leave)
    assert "Send me nothing more" in shown.text and not Subscriber.objects.get().ended
    assert shown["Cache-Control"] == "private, no-store" and shown["Referrer-Policy"] == "no-referrer"
    with after(days=900):
        answers = [
            client.post(leave, ONE_CLICK, headers={"origin": "https://mail.example"}) for _ in range(3)
        ]
    reader = Subscriber.objects.get()
    assert reader.ended == "left" and not reader.weekly and not reader.follows.exists()
    mailed.refresh_from_db()
    waiting.refresh_from_db()
    assert mailed.left_at == reader.ended_at and waiting.state == "dropped"
    Subscriber.objects.all().delete()
    answers += [client.post(leave, ONE_CLICK), client.post(leave, {})]
    assert {(one.status_code, one.content) for one in answers} == {(200, answers[0].content)}


def test_nobody_thinks_that_they_left_by_a_link_that_is_not_whole(mailed: Delivery) -> None:
    client, token = Client(), page(mailed).split("/")[3]
    for broken in (token[:-1], f"{token}x", token.swapcase(), "1-2.garbage", "x", "%00", "y" * 2000):
        leave = f"/newsletter/leave/{broken}/"
        for answer in (client.get(leave), client.post(leave, ONE_CLICK), client.post(leave, {"forget": ""})):
            assert (answer.status_code, "This link is not whole" in answer.text) == (404, True), broken
    assert not Subscriber.objects.get().ended


def test_links_that_mail_scanners_open_a_hundred_times_change_nothing(mailed: Delivery) -> None:
    asking = Asking.objects.create(sealed=seal("b@example.org"), digest=digest("b@example.org"), weekly=True)
    token = links.token_of(Reader(mailed.subscriber.key, mailed.pk))
    signed = [links.to_confirm(asking.pk, asking.digest), links.to_leave(token), links.to_choose(token)]

    def kept() -> list[Any]:
        return [list(model.objects.values()) for model in (Asking, Subscriber, Follow, Delivery)]

    client, before = Client(), kept()
    for address in signed:
        for _ in range(50):
            path = address.removeprefix("http://127.0.0.1:8000")
            assert client.get(path).status_code == client.head(path).status_code == 200
    assert kept() == before


def test_links_of_before_a_backup_was_brought_back_are_nobody_elses(client: Client, mailed: Delivery) -> None:
    asking = Asking.objects.create(sealed=seal(ADDRESS), digest=digest(ADDRESS), weekly=True)
    confirm, old = links.to_confirm(asking.pk, asking.digest), page(mailed)
    pk = mailed.subscriber_id
    Subscriber.objects.all().delete()
    asking.delete()
    make_subscriber("b@example.org", pk=pk)
    Asking.objects.create(pk=asking.pk, sealed=seal("c@example.org"), digest=digest("c@example.org"))
    for verb in ({}, {"forget": ""}):
        client.post(old, verb)
    client.post(old.replace("leave", "choose"), {})
    assert client.post(confirm.removeprefix("http://127.0.0.1:8000")).status_code == 410
    reader = Subscriber.objects.get()
    assert reader.weekly and not reader.ended and not Asking.objects.exclude(confirmed_at=None).exists()


def test_the_address_is_forgotten_at_once_at_the_readers_wish_and_the_mail_is_counted(
    client: Client, mailed: Delivery
) -> None:
    Asking.objects.create(sealed=seal(ADDRESS), digest=digest(ADDRESS), weekly=True)
    leave = page(mailed)
    assert "Forget my address now" in client.post(leave).text
    for _ in range(2):
        assert "Your address is deleted" in client.post(leave, {"forget": ""}).text
    assert not Subscriber.objects.exists() and not Asking.objects.exists()
    mailed.refresh_from_db()
    assert (mailed.subscriber, mailed.state, bool(mailed.left_at)) == (None, "sent", True)


def test_what_was_promised_to_be_gone_is_gone(mailed: Delivery) -> None:
    asking = Asking.objects.create(sealed=seal("b@example.org"), digest=digest("b@example.org"))
    Delivery.objects.create(sort=Delivery.Sort.CONFIRMATION, asking=asking)
    left = make_subscriber("left@example.org", weekly=False, ended="left", ended_at=timezone.now())
    for days, gone in ((6.9, 0), (7.1, 1), (29, 0), (31, 1), (179, 0), (181, 1)):
        with after(days=days):
            assert forget_due() == gone, days
    assert list(Subscriber.objects.all()) == [mailed.subscriber] and left.pk != mailed.subscriber_id
    assert not Asking.objects.exists()
    mailed.refresh_from_db()
    assert (mailed.subscriber, mailed.state) == (None, "sent") and Delivery.objects.count() == 1


def test_one_command_tells_and_erases_all_of_a_reader(mailed: Delivery) -> None:
    Asking.objects.create(sealed=seal(ADDRESS), digest=digest(ADDRESS), follows=[["topic", 9]])
    make_subscriber("b@example.org")
    said = StringIO()
    call_command("reader_data", " ada@example.org", stdout=said)
    kept = json.loads(said.getvalue())["newsletter"]
    assert kept["asked"][0]["follows"] == [{"about": "topic", "id": 9, "name": ""}]
    (one,) = kept["subscribed"]
    assert one["weekly"] and one["follows"][0]["name"] == "Umbra Labs" and one["mails"][0]["issue"] == 1
    call_command("reader_data", ADDRESS, "--erase", stdout=said)
    assert "2 deleted." in said.getvalue()
    assert Subscriber.objects.get().digest == digest("b@example.org") and not Asking.objects.exists()
    assert Delivery.objects.count() == 1


def test_an_administrator_tells_and_erases_on_a_page(mailed: Delivery) -> None:
    administrator = User.objects.create_user("ada", is_staff=True)
    administrator.groups.add(Group.objects.get(name="administrator"))
    client, here = signed_in(administrator), reverse("newsroom:reader_data")
    assert "Fill in “E-mail”" in client.post(here, {"email": ""}).text
    assert "Nothing is kept" in client.post(here, {"email": "b@example.org"}).text
    form = {"email": "ada@example.org"}
    assert "Umbra Labs" in client.post(here, form).text
    told = client.post(here, form | {"verb": "download"})
    assert told.json()["newsletter"]["subscribed"] and "attachment" in told["Content-Disposition"]
    assert "Erase it for good" in client.post(here, form | {"verb": "ask"}).text
    assert Subscriber.objects.exists()
    done = client.post(here, form | {"verb": "erase"}, follow=True)
    assert "It is erased: 1 row." in done.text and "ada@" not in done.text
    assert not Subscriber.objects.exists() and not mail.outbox


def test_the_list_of_readers_has_numbers_and_no_address(mailed: Delivery, editor: User) -> None:
    make_subscriber("left@example.org", weekly=False, ended="left", ended_at=timezone.now())
    client, here = signed_in(editor), reverse("admin:newsletter_subscriber_changelist")
    page = client.get(here).text
    assert "<b>1</b> active" in page and "<b>1</b> left within 30 days" in page
    assert "Umbra Labs" in page and "example.org" not in page.lower() and digest(ADDRESS) not in page
    assert "Umbra Labs" not in client.get(f"{here}?state=left").text
