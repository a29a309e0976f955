"""Readers leave an address on any page, and get what they chose once they said by mail that it was they."""

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.utils import timezone

from articles.publishing import publish
from newsletter.models import Asking, Delivery, Subscriber
from newsletter.sending import going
from newsletter.subscribing.forgetting import PROMISE
from readers.addresses import digest, unseal
from tests.factories import make_article, make_company, make_fact, make_model, make_subscriber, make_topic
from tests.newsletter.conftest import ADDRESS, newest_link

pytestmark = pytest.mark.django_db

Leave = Callable[..., Any]


def confirmed() -> Subscriber:
    """Who pressed the button behind the newest link."""
    assert "It is confirmed" in Client().post(newest_link()).text
    reader: Subscriber = Subscriber.objects.get()
    return reader


def follows(reader: Subscriber) -> set[tuple[str, int]]:
    return set(reader.follows.values_list("about", "about_id"))


def test_from_the_foot_of_a_page_to_the_digest(leave_address: Leave, client: Client) -> None:
    page = client.get("/about/")
    assert 'action="/newsletter/"' in page.text and not page.cookies
    assert leave_address().headers["Location"] == "/newsletter/thanks/"
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS] and "List-Unsubscribe" not in sent.extra_headers
    assert "The weekly digest" in sent.body and not Subscriber.objects.exists()
    strict = Client(enforce_csrf_checks=True)
    for _ in range(25):
        shown = strict.get(newest_link())
        assert strict.head(newest_link()).status_code == shown.status_code == 200
    assert "Yes, send it to me" in shown.text and not Subscriber.objects.exists()
    assert shown["Cache-Control"] == "private, no-store" and shown["Referrer-Policy"] == "no-referrer"
    assert shown["X-Robots-Tag"] == "noindex" and not shown.cookies
    assert "It is confirmed" in strict.post(newest_link()).text
    reader = Subscriber.objects.get()
    assert reader.weekly and unseal(reader.sealed) == ADDRESS
    assert "Pressing again changes nothing" in strict.post(newest_link()).text
    assert Asking.objects.get().sealed == ""


def test_what_is_followed_is_chosen_on_its_page(
    leave_address: Leave, client: Client, publisher: User
) -> None:
    topic, model = make_topic("Shade"), make_model(published_from=timezone.now())
    fact = make_fact(published_from=timezone.now())
    article = make_article(topics=[topic])
    publish(article, by=publisher)
    assert f'value="topic-{topic.pk}"' in client.get(article.get_absolute_url()).text
    for about, row in (("topic", topic), ("model", model), ("fact", fact)):
        link = f"/newsletter/?about={about}&id={row.pk}"
        assert link.replace("&", "&amp;") in client.get(row.get_absolute_url()).text
        page = client.get(link).text
        assert page.count(" checked") == 1 and f'value="{about}-{row.pk}" checked' in page
    leave_address(weekly="", follow=[f"release-{model.pk}", f"fact-{fact.pk}", "model-999", "x-1"])
    assert "Penumbra 2 (Its release alone)" in mail.outbox[-1].body
    reader = confirmed()
    assert follows(reader) == {("release", model.pk), ("fact", fact.pk)} and not reader.weekly


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("about=model&id=99", 404, "nothing of this kind"),
        ("about=model", 404, "nothing of this kind"),
        ("about=x&id=1", 400, "nothing of this kind"),
        ("about=model&id=1&id=2", 400, "Give “id” once"),
        ("about=topic&id=９", 404, "nothing of this kind"),
        ("of=1", 400, "There is no filter “of” here"),
    ],
)
def test_what_cannot_be_followed_is_refused_by_its_name(
    client: Client, asked: str, status: int, said: str
) -> None:
    make_model()
    page = client.get(f"/newsletter/?{asked}")
    assert page.status_code == status and said in page.text


def test_nothing_private_is_named_or_followed(leave_address: Leave, client: Client) -> None:
    hidden, fact = make_company("Secret Umbra"), make_fact(make_company("Secret Umbra"))
    assert client.get(f"/newsletter/?about=company&id={hidden.pk}").status_code == 404
    page = leave_address(follow=[f"company-{hidden.pk}", f"fact-{fact.pk}"], email="wrong")
    assert page.status_code == 400 and "Secret" not in page.text
    leave_address(follow=[f"company-{hidden.pk}", f"fact-{fact.pk}"])
    assert not follows(confirmed())


def test_confirming_takes_nothing_away_and_brings_back_who_left(leave_address: Leave) -> None:
    model = make_model(published_from=timezone.now())
    reader = make_subscriber(ADDRESS)
    reader.follows.create(about="topic", about_id=7)
    leave_address(" ADA@Example.org", weekly="", follow=f"model-{model.pk}")
    assert confirmed().weekly and follows(reader) == {("topic", 7), ("model", model.pk)}
    Subscriber.objects.update(ended="left", ended_at=timezone.now(), weekly=False)
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        leave_address()
        assert confirmed().weekly and not confirmed_anew().ended


def confirmed_anew() -> Subscriber:
    reader: Subscriber = Subscriber.objects.get()
    return reader


def test_an_address_is_written_to_once_an_hour_and_three_times_a_day_however_often_it_is_left(
    leave_address: Leave, clock: time_machine.Traveller
) -> None:
    model, other = make_model(published_from=timezone.now()), make_model(published_from=timezone.now())
    for n in range(30):
        answer = leave_address(network=f"192.0.2.{n}", weekly="", follow=f"model-{model.pk}")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/newsletter/thanks/")
    assert len(mail.outbox) == 1
    clock.shift(timedelta(minutes=61))
    leave_address()
    assert len(mail.outbox) == 1  # it was left too often that day
    Subscriber.objects.all().delete()
    leave_address("b@example.org", weekly="", follow=f"model-{model.pk}")
    leave_address("b@example.org", weekly="", follow=f"model-{other.pk}")
    assert len(mail.outbox) == 2
    reader = confirmed()
    assert follows(reader) == {("model", model.pk), ("model", other.pk)}
    leave_address("b@example.org")
    assert len(mail.outbox) == 2  # the next comes when the hour is over, and is not lost
    clock.shift(timedelta(minutes=61))
    going.send()
    assert len(mail.outbox) == 3 and confirmed().weekly
    for _ in range(5):
        clock.shift(timedelta(hours=1, minutes=1))
        leave_address("b@example.org")
    assert len(mail.outbox) == 4


def test_a_network_leaves_ten_addresses_an_hour_and_is_told_so(leave_address: Leave) -> None:
    answers = [leave_address(f"reader-{n}@example.org") for n in range(40)]
    assert [one.status_code for one in answers] == [302] * 10 + [429] * 30
    assert "Wait 55 minutes" in answers[-1].text and answers[-1]["Retry-After"] == "3300"
    assert len(mail.outbox) == 10


def test_nothing_tells_whether_an_address_is_known(leave_address: Leave, settings: Any) -> None:
    """Neither page nor status, nor the time: what is known is not even looked for."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    times: dict[bool, list[float]] = {True: [], False: []}
    said = set()
    for n in range(40):
        known = bool(n % 2)
        if known:
            make_subscriber(f"reader-{n}@example.org")
        begun = perf_counter()
        answer = leave_address(f"reader-{n}@example.org", network=f"192.0.2.{n}")
        times[known].append(perf_counter() - begun)
        said.add((answer.status_code, answer.content, str(answer.headers)))
    assert len(said) == 1
    assert 0.5 < median(times[True]) / median(times[False]) < 2


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            "ada@example.org\r\nBcc: eve@example.org",
            "ada@example.org%0aBcc:eve@example.org",
            "ada",
            "@example.org",
        ),
        *(
            "ada@example.org,eve@example.org",
            "ada@example.org eve@example.org",
            "ada@example.org;eve@example.org",
        ),
        *(
            "=?utf-8?q?ada?=@example.org\n",
            "Ada <ada@example.org>",
            "a" * 320 + "@example.org",
            "ada@exam\x00ple.org",
        ),
        *("ada@example.org\u202e", "ada@-example.org", ""),
    ],
)
def test_what_is_no_address_is_refused_in_a_sentence(leave_address: Leave, wrong: str) -> None:
    answer = leave_address(wrong)
    if answer.status_code == 302:
        # What is left of it is an address without anything that ends a line.
        assert [one.recipients() for one in mail.outbox] == [["=?utf-8?q?ada?=@example.org"]]
        assert "Bcc:" not in mail.outbox[0].message().as_string()
        return
    assert (
        answer.status_code == 400
        and 'id="email-fault">E-mail: ' in answer.text
        and not Asking.objects.exists()
    )


@pytest.mark.parametrize(
    ("typed", "to"),
    [
        ("ada+news@example.org", "ada+news@example.org"),
        ("reader@bücher.example", "reader@xn--bcher-kva.example"),
        ('"ada.b"@example.org', "ada.b@example.org"),
        ("\u200b ada@example.org\ufeff", "ada@example.org"),
    ],
)
def test_unusual_addresses_get_one_mail_each(leave_address: Leave, typed: str, to: str) -> None:
    assert leave_address(typed).status_code == 302
    (sent,) = mail.outbox
    headers = sent.message()
    assert headers["To"] == to and headers["Cc"] is None and headers["Bcc"] is None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, 403),
        ({}, 403),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, 302),
        ({"referer": "http://testserver/about/"}, 302),
    ],
)
def test_a_form_of_another_site_is_shown_here_to_be_looked_over(
    leave_address: Leave, headers: Any, status: int
) -> None:
    answer = leave_address(headers=headers)
    assert answer.status_code == status and Asking.objects.exists() == (status == 302)
    assert status == 302 or f'value="{ADDRESS}"' in answer.text


def test_programs_that_fill_in_everything_are_thanked_and_forgotten(leave_address: Leave) -> None:
    assert leave_address(homepage="https://spam.example").headers["Location"] == "/newsletter/thanks/"
    assert not Asking.objects.exists()


def test_who_wants_nothing_is_asked_to_choose(leave_address: Leave) -> None:
    assert "Choose something" in leave_address(weekly="").text
    gone = leave_address(weekly="", follow="model-99999")
    assert (gone.status_code, "not on the site any more" in gone.text) == (409, True)
    assert "at most 50" in leave_address(follow=[f"topic-{n}" for n in range(60)]).text


def test_a_link_is_over_after_seven_days_and_says_how_to_ask_anew(
    leave_address: Leave, client: Client, clock: time_machine.Traveller
) -> None:
    leave_address()
    clock.shift(timedelta(days=7, seconds=1))
    for answer in (client.get(newest_link()), client.post(newest_link())):
        assert answer.status_code == 410 and "This link is over" in answer.text
        assert 'name="email"' in answer.text
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("token", ["1", "1.x", "1:x", ".", "x" * 2000, "1.%00", "９.x", "99.x"])
def test_a_link_that_is_not_whole_confirms_nothing(client: Client, token: str) -> None:
    for answer in (client.get(f"/newsletter/confirm/{token}/"), client.post(f"/newsletter/confirm/{token}/")):
        assert answer.status_code == 404 and "This link is not whole" in answer.text


def test_a_page_has_the_form_once(client: Client, publisher: User) -> None:
    article = make_article()
    publish(article, by=publisher)
    for page in ("/", article.get_absolute_url(), "/newsletter/", "/newsletter/thanks/"):
        assert client.get(page).text.count('action="/newsletter/"') == (page != "/newsletter/thanks/"), page


def test_no_log_and_no_page_has_the_address(
    leave_address: Leave, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        leave_address()
        confirmed()
        leave_address("b@example.org", headers={})
    assert "example.org" not in caplog.text.replace("elsewhere.example", "").lower()
    assert ADDRESS not in client.get("/newsletter/").text + client.get("/newsletter/thanks/").text
    tables = [row for model in (Asking, Subscriber, Delivery) for row in model.objects.values()]
    assert "ada@" not in repr(tables)


def test_the_forms_say_how_long_an_address_is_kept(client: Client) -> None:
    for days in ("7 days", "30 days", "180 days"):
        assert days in str(PROMISE) and days in client.get("/newsletter/").text


def post(client: Client, sent: Any, **headers: str) -> Any:
    return client.post(
        "/api/v1/newsletter/", json.dumps(sent), content_type="application/json", headers=headers
    )


def test_programs_subscribe_by_the_same_verb(clock: time_machine.Traveller, client: Client) -> None:
    model, topic = make_model(published_from=timezone.now()), make_topic()
    make_subscriber(ADDRESS)
    follows: list[dict[str, Any]] = [
        {"about": "release", "slug": model.slug},
        {"about": "model", "id": model.pk},
    ]
    answers = [
        post(client, {"email": address, "weekly": False, "follows": follows})
        for address in (ADDRESS, "new@example.org")
    ]
    assert {(one.status_code, one.content) for one in answers} == {(202, b"")}
    assert [one.follows for one in Asking.objects.all()] == [[["release", model.pk], ["model", model.pk]]] * 2
    assert {one.digest for one in Asking.objects.all()} == {digest(ADDRESS), digest("new@example.org")}
    for wrong, status, field in (
        ({"email": "x"}, 400, "email"),
        ({}, 400, "email"),
        ({"email": ADDRESS, "weekly": False}, 409, "weekly"),
        ({"email": ADDRESS, "weekly": "yes"}, 400, "weekly"),
        ({"email": ADDRESS, "follows": [{"about": "topic", "id": topic.pk}]}, 404, "follows.0"),
        ({"email": ADDRESS, "follows": [{"about": "fact", "slug": "x"}]}, 409, "follows.0.slug"),
        ({"email": ADDRESS, "follows": [{"about": "model"}]}, 409, "follows.0"),
        ({"email": ADDRESS, "follows": 7}, 400, "follows"),
        ({"email": ADDRESS, "follows": [follows[1] | {"name": "x"}]}, 400, "follows.0.name"),
        ({"email": ADDRESS, "follows": [{"about": "model", "id": str(model.pk)}]}, 400, "follows.0.id"),
        ({"email": ADDRESS, "follows": [follows[1], follows[1]]}, 409, "follows.1"),
        ({"email": ADDRESS, "name": "Ada"}, 400, "name"),
    ):
        refused = post(client, wrong)
        assert refused.status_code == status and next(iter(refused.json()["errors"])) == field, wrong
    assert post(client, {"email": ADDRESS}, origin="https://elsewhere.example").status_code == 403
    assert client.get("/api/v1/newsletter/").status_code == 405
    statuses = [post(client, {"email": f"reader-{n}@example.org"}).status_code for n in range(5)]
    assert statuses == [202, 202, 202, 429, 429]
