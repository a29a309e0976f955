"""Programs ask, vote and leave an address: by the verbs of the forms, in one request, within limits of their own."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from api.paging import Cursor
from articles.publishing import publish
from questions.answering.giving import answer
from questions.asking import by_program
from questions.models import Question, Subscriber, Vote
from questions.wanted import at_least
from readers.addresses import unseal
from readers.models import Tally
from tests.factories import ask, make_article, make_company

pytestmark = pytest.mark.django_db

LIST = "/api/v1/questions/"
WORDS = "How long is a shadow at noon?"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still, a while before limits begin anew."""
    with time_machine.travel(timezone.now().replace(minute=5, second=0, microsecond=0), tick=False) as clock:
        yield clock


def post(
    client: Client, path: str = "", sent: Any = None, *, address: str = "192.0.2.1", **headers: str
) -> Any:
    """What a program sends."""
    body = sent if isinstance(sent, str) else json.dumps(sent)
    kind = headers.pop("content_type", "application/json")
    return client.post(LIST + path, body, content_type=kind, headers=headers, REMOTE_ADDR=address)


def shown(text: str, *, told: str = "", **values: Any) -> Question:
    """A question that readers see, answered where something is told."""
    asked = ask(text, **{"state": "open"} | values)
    if told:
        answer(asked, text=told, by=None, published_from=timezone.now())
    return asked


def test_a_question_comes_in_with_all_that_goes_with_it_by_one_request(
    client: Client, publisher: User
) -> None:
    article, company = make_article(), make_company(published_from=timezone.now())
    publish(article, by=publisher)
    about = {"article": article.slug, "record": f"company/{company.slug}"}
    given = post(client, sent={"text": f" {WORDS} ", "asker": "Ines", "email": "ines@example.org", **about})
    assert (given.status_code, given["Cache-Control"]) == (201, "private, no-store")
    asked = Question.objects.get()
    told = given.json()
    assert (told["id"], told["state"], told["question"], told["matches"]) == (asked.pk, "received", WORDS, [])
    assert "ines@" not in given.text and not given.cookies
    assert "Location" not in given  # there is nothing to be fetched yet
    assert (asked.text, asked.asker, asked.article, asked.state) == (WORDS, "Ines", article, "received")
    assert asked.records.get().pk == company.pk
    assert unseal(Subscriber.objects.get().sealed) == "ines@example.org"
    assert client.get(told["self"].removeprefix("http://testserver")).status_code == 404
    again = post(client, sent={"text": WORDS, **about}, address="198.51.100.1").json()
    assert (again["id"], Question.objects.get().times_asked) == (asked.pk, 2)


def test_what_readers_can_read_already_is_offered_first_and_asked_anyway_if_said_so(client: Client) -> None:
    company = make_company("Umbra", published_from=timezone.now())
    known = shown("When was Umbra founded?", told="<p>In 1999.</p>")
    waits = shown("Who owns Umbra?")
    waits.records.add(company)
    for text, match, state in (
        ("In what year was Umbra founded?", known, "answered"),
        ("Whose is Umbra? Who owns Umbra?", waits, "open"),
    ):
        given = post(client, sent={"text": text})
        assert (given.status_code, given.json()["state"], given.json()["id"]) == (200, "matched", None)
        assert [(one["id"], one["state"]) for one in given.json()["matches"]] == [(match.pk, state)]
    assert Question.objects.count() == 2
    kept = post(client, sent={"text": "In what year was Umbra founded?", "anyway": True})
    assert (kept.status_code, [one["id"] for one in kept.json()["matches"]]) == (201, [known.pk])
    joined = post(client, sent={"text": waits.text.upper(), "anyway": True})
    assert (joined.json()["id"], joined.json()["state"]) == (waits.pk, "open")
    assert joined["Location"] == joined.json()["self"] and client.get(joined["Location"]).status_code == 200
    assert Question.objects.count() == 3


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        (
            {
                "text": 5,
                "asker": [],
                "email": "nobody",
                "anyway": 1,
            },
            None,
        ),
        ({"text": WORDS, "state": "open", "times_asked": 9}, ["state", "times_asked"]),
        ({"text": ""}, None),
        ({"text": "a" * 501}, None),
        ({"text": "Write me: ines@example.org, please"}, None),
        ({"text": WORDS, "email": None}, ["email"]),
        ({"text": WORDS, "article": "\ud800"}, ["article"]),
        ({"text": WORDS, "record": 7}, ["record"]),
        ({}, ["text"]),
        ([WORDS], ["body"]),
    ],
)
def test_what_is_wrong_is_said_of_each_field_by_its_name(client: Client, sent: Any, named: Any) -> None:
    given = post(client, sent=sent)
    assert (given.status_code, given["Content-Type"]) == (400, "application/problem+json")
    assert sorted(given.json()["errors"]) == sorted(named or sent)
    assert not Question.objects.exists() and not Tally.objects.exists()


@pytest.mark.parametrize(
    "named", [{"article": "nowhere"}, {"record": "openai"}, {"record": "company/nobody"}]
)
def test_what_a_question_names_is_there(client: Client, named: dict[str, str]) -> None:
    given = post(client, sent={"text": WORDS, **named})
    assert (given.status_code, list(given.json()["errors"])) == (404, [*named])
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("status", "sent", "headers"),
    [
        (400, '{"text":', {}),
        (400, "[" * 20_000, {}),
        (413, json.dumps({"text": "a" * 40_000}), {}),
        (415, f"text={WORDS}", {"content_type": "application/x-www-form-urlencoded"}),
        (415, json.dumps({"text": WORDS}), {"content_type": "text/plain"}),
        (403, json.dumps({"text": WORDS}), {"origin": "https://elsewhere.example"}),
        (403, json.dumps({"text": WORDS}), {"sec-fetch-site": "cross-site"}),
        (201, json.dumps({"text": WORDS}), {"origin": "http://testserver"}),
    ],
)
def test_what_comes_in_a_strange_way_or_from_another_site_is_refused(
    client: Client, status: int, sent: str, headers: dict[str, str]
) -> None:
    given = post(client, sent=sent, **headers)
    assert given.status_code == status
    assert Question.objects.count() == (status == 201)


def test_programs_are_told_to_wait_before_readers_are_and_refusals_write_nothing(client: Client) -> None:
    for number in range(by_program.ASKED.most):
        assert post(client, sent={"text": f"{WORDS} Number {number}?"}).status_code == 201
    before = list(Tally.objects.values_list("what", "whose", "number"))
    given = post(client, sent={"text": "And after sunset, how long is it?"})
    assert (given.status_code, given["Retry-After"]) == (429, "3300")
    assert given.json()["detail"].endswith("Wait 55 minutes and send it again.")
    assert list(Tally.objects.values_list("what", "whose", "number")) == before
    assert (
        post(client, sent={"text": "And at dawn, how long is it?"}, address="198.51.100.1").status_code == 201
    )


def test_a_key_makes_a_question_once(client: Client) -> None:
    first, second = (post(client, sent={"text": WORDS}, **{"idempotency-key": "one"}) for _ in range(2))
    assert first.json() == second.json() and second["Idempotent-Replayed"] == "true"
    assert Question.objects.get().times_asked == 1
    other = post(client, sent={"text": WORDS}, address="198.51.100.1", **{"idempotency-key": "one"})
    assert "Idempotent-Replayed" not in other


def test_a_vote_is_counted_once_a_network_and_only_for_what_readers_see(client: Client) -> None:
    waits, unseen = shown("Who rents?"), shown("Who pays?", state="received")
    for address in ("192.0.2.1", "192.0.2.1", "198.51.100.1"):
        given = post(client, f"{waits.pk}/votes/", {}, address=address)
        assert (given.status_code, given.content) == (204, b"")
    assert (Vote.objects.count(), Question.objects.get(pk=waits.pk).times_asked) == (2, 3)
    for path in (f"{unseen.pk}/votes/", "99999999/votes/", f"{unseen.pk}/subscribers/"):
        assert post(client, path, {}).status_code == 404
    assert post(client, f"{waits.pk}/votes/", {"weight": 9}).json()["errors"].keys() == {"weight"}
    assert client.get(f"{LIST}{waits.pk}/votes/").status_code == 405


def test_an_address_is_taken_alike_whether_it_was_known(client: Client) -> None:
    waits = shown("Who rents?")
    answers = [
        post(client, f"{waits.pk}/subscribers/", {"email": f"{who}@example.org"}) for who in ("known", "new")
    ]
    assert {(one.status_code, one.content, one["Cache-Control"]) for one in answers} == {
        (202, b"", "private, no-store")
    }
    assert waits.subscribers.count() == 2
    assert post(client, f"{waits.pk}/subscribers/", {"email": " "}).json()["errors"].keys() == {"email"}


def test_who_votes_or_waits_for_what_is_answered_is_led_to_the_answer(client: Client) -> None:
    answered = shown("Who pays?", told="<p>You.</p>")
    repeats = shown("Who is it that pays?", state="duplicate", duplicate_of=answered)
    for asked in (answered, repeats):
        for path, sent in (("votes", {}), ("subscribers", {"email": "new@example.org"})):
            refusal = post(client, f"{asked.pk}/{path}/", sent)
            told = refusal.json()
            assert refusal.status_code == 409 and answered.get_absolute_url() in told["detail"]
            assert client.get(told["answered"]["self"]).json()["url"] == told["answered"]["url"]
    assert not Vote.objects.exists() and not Subscriber.objects.exists()


def test_nothing_tells_how_many_want_to_know_to_the_unit(client: Client) -> None:
    asked = [shown(f"Number {number}?", times_asked=number) for number in (1, 4, 9, 47, 12, 40, 1_999, 10**9)]
    page = client.get(f"{LIST}?state=open&ordering=-wanted&page_size=4").json()
    following = client.get(page["next"]).json()
    found = page["results"] + following["results"]
    assert [one["wanted"] for one in found] == [10**9, 1_000, 40, 40, 10, 5, 2, 1]
    assert [one["id"] for one in found[2:4]] == [
        asked[5].pk,
        asked[3].pk,
    ]  # the later first, not the most wanted
    assert [one["wanted"] for one in found] == [
        at_least(Question.objects.get(pk=one["id"]).times_asked) for one in found
    ]
    [cursor] = parse_qs(urlsplit(page["next"]).query)["cursor"]
    assert Cursor.read(cursor).place[0] == 40


def test_an_article_is_told_with_its_questions(client: Client, publisher: User) -> None:
    article = make_article()
    publish(article, by=publisher)
    waits = shown("Who rents?", article=article)
    answered = shown("Who pays?", told="<p>You <em>do</em>.</p>", article=article)
    shown("Who asks?", article=article, state="received")
    told = client.get(f"/api/v1/articles/{article.slug}/").json()["questions"]
    assert [(one["id"], one["state"], one["text"]) for one in told] == [
        (answered.pk, "answered", "You do."),
        (waits.pk, "open", None),
    ]
    only = client.get(f"/api/v1/articles/{article.slug}/?fields=questions").json()
    assert set(only) == {"id", "type", "self", "questions"}
    assert "questions" not in client.get("/api/v1/articles/").json()["results"][0]
    assert client.get("/api/v1/articles/?fields=questions").status_code == 400
