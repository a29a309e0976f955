"""Readers ask without account, cookie or script; nothing they send is public before an editor says so."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from articles.publishing import publish
from questions.answering.giving import answer
from questions.asking import as_typed, spam
from questions.models import Question, Subscriber
from readers.addresses import unseal
from readers.models import Tally
from tests.factories import ask, make_article, make_company, make_product

pytestmark = pytest.mark.django_db

HERE = {"origin": "http://testserver"}
ASK = "/questions/ask/"
WORDS = "How long is a shadow at noon?"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved, a while before limits begin anew."""
    with time_machine.travel(timezone.now().replace(minute=5), tick=False) as clock:
        yield clock


class Reader:
    """Somebody who opens the form, takes a minute over it and sends it."""

    def __init__(self, client: Client, clock: time_machine.Traveller) -> None:
        self.client, self.clock = client, clock

    def open(self, query: str = "") -> dict[str, str]:
        """The form's fields as the page has them."""
        return fields(self.client.get(ASK + query).text)

    def send(self, sent: dict[str, str], *, address: str = "192.0.2.1", **headers: str) -> Any:
        """Send it, by default from our own page."""
        return self.client.post(ASK, sent, headers=headers or HERE, REMOTE_ADDR=address)

    def ask(self, query: str = "", *, address: str = "192.0.2.1", **typed: str) -> Any:
        """Open, wait, send."""
        form = self.open(query)
        self.clock.shift(60)
        return self.send(form | {"q": WORDS} | typed, address=address)


def fields(page: str, action: str = ASK) -> dict[str, str]:
    """What a form of a page would send as it stands."""
    form = next(
        f for f in html.fromstring(page).forms if f.get("action") == action and f.get("method") == "post"
    )
    return {name: value or "" for name, value in form.form_values()}


def faults(response: Any) -> list[str]:
    """The sentences of what is wrong."""
    return [found.text_content() for found in html.fromstring(response.text).find_class("fault")]


@pytest.fixture
def reader(client: Client, clock: time_machine.Traveller) -> Reader:
    """Somebody who asks."""
    return Reader(client, clock)


def test_a_question_waits_for_an_editor_and_nobody_else_sees_it(reader: Reader) -> None:
    sent = reader.ask(name="  Ines,\tPorto ", email="ines@example.org")
    assert (sent.status_code, sent["Location"]) == (302, "/questions/ask/thanks/")
    assert not reader.client.cookies
    question = Question.objects.get()
    assert (question.text, question.asker, question.state) == (WORDS, "Ines, Porto", "received")
    assert question.slug == "how-long-is-a-shadow-at-noon"
    kept = question.subscribers.get()
    assert kept.asked and unseal(kept.sealed) == "ines@example.org"
    assert "ines@" not in kept.sealed and "192.0.2.1" not in question.asked_from
    for page in ("/questions/", question.get_absolute_url(), "/api/v1/questions/", "/search/?q=shadow"):
        assert "Porto" not in reader.client.get(page).text
    assert reader.client.get(f"/questions/join/{question.pk}/").status_code == 404


def test_it_is_asked_on_the_article_or_record_whose_page_led_here(reader: Reader, publisher: User) -> None:
    company = make_company("Umbra Labs", published_from=timezone.now())
    article, draft = make_article(), make_article()
    publish(article, by=publisher)
    for page, led in (
        (article.get_absolute_url(), {"article": article.slug}),
        (company.get_absolute_url(), {"about": f"company/{company.slug}"}),
        ("/questions/", {}),
    ):
        form = next(f for f in html.fromstring(reader.client.get(page).text).forms if f.get("action") == ASK)
        assert dict(form.form_values()) == led and "q" in form.inputs, page
    assert reader.open("?article=" + draft.slug) == reader.open("?article=there-never-was")
    form = reader.open(f"?article={article.slug}&about=company/{company.slug}&q=How+long%3F")
    assert form["q"] == "How long?"
    reader.ask(f"?article={article.slug}&about=company/{company.slug}")
    question = Question.objects.get()
    assert question.article == article and [row.pk for row in question.records.all()] == [company.pk]


def test_what_was_asked_before_is_shown_before_it_is_kept(reader: Reader, publisher: User) -> None:
    make_product("Umbra Chat", published_from=timezone.now())
    known = Question.objects.create(text="How much does Umbra Chat cost?", slug="cost")
    answer(known, text="<p>Nothing.</p>", by=publisher, published_from=timezone.now())
    wanted = ask("What is the price of Umbra Chat?", state="open")
    found = reader.client.get("/questions/suggest/?q=How+much+does+Umbra")
    offered = {"id": known.pk, "text": known.text, "url": known.get_absolute_url()}
    assert found.json() == {"questions": [offered]}
    words = "What does Umbra Chat cost?"
    shown = reader.ask(q=words, email="ines@example.org")
    assert shown.status_code == 200 and "None of these: send mine" in shown.text
    for question in (known, wanted):
        assert question.get_absolute_url() in shown.text
    assert Question.objects.count() == 2 and not Subscriber.objects.exists()
    again = fields(shown.text)
    assert (again["q"], again["email"]) == (words, "ines@example.org")
    assert reader.send(again).status_code == 302
    assert Question.objects.get(text=words).subscribers.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"q": " \u200b "}, "Your question: it is empty."),
        ({"q": "Why?"}, "Your question: it is too short"),
        ({"q": "😀😀😀😀😀😀😀"}, "Your question: it is too short"),
        ({"q": "x" * 501}, "Your question: at most 500 letters, and these are 501."),
        ({"q": "https://example.org/a-long-address-of-a-page"}, "Your question: it is only a link."),
        ({"q": "Write to me at ines@example.org please?"}, "Your question: leave your address out"),
        ({"name": "n" * 81}, "Name to print: at most 80 letters, and these are 81."),
        ({"name": "www.example.org"}, "Name to print: write a name without an address or a link"),
        ({"email": "ines at example"}, "E-mail: this is no address."),
        ({"email": "ines@example.org\r\nBcc: all@example.org"}, "E-mail: this is no address."),
        ({"email": f"{'i' * 250}@example.org"}, "E-mail: an address has at most 254 letters."),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_and_nothing_is_lost(
    reader: Reader, typed: dict[str, str], sentence: str
) -> None:
    right = {"q": WORDS, "name": "Ines", "email": "ines@example.org"}
    refused = reader.ask(**right | typed)
    assert refused.status_code == 400
    assert len(faults(refused)) == 1 and faults(refused)[0].startswith(sentence)
    again = fields(refused.text)
    assert {again[name] for name in right.keys() - typed.keys()} == {
        right[name] for name in right.keys() - typed.keys()
    }
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept", "slug"),
    [
        ("豆包在国外能用吗？", "豆包在国外能用吗？", "question"),
        (
            "What does <think> do\r\n\x00 in Qwen3.5? 🤔",
            "What does <think> do in Qwen3.5? 🤔",
            "what-does-think-do-in-qwen3-5",
        ),
        ("Is it \u202efree\u202c today?", "Is it free today?", "is-it-free-today"),
        (
            "Why z" + "\u0337" * 300 + " here and now?",
            "Why z\u0337\u0337 here and now?",
            "why-z-here-and-now",
        ),
    ],
)
def test_what_can_be_read_is_kept_as_it_was_meant(reader: Reader, typed: str, kept: str, slug: str) -> None:
    assert reader.ask(q=typed).status_code == 302
    question = Question.objects.get()
    assert (question.text, question.slug) == (kept, slug)


def test_an_address_in_chinese_takes_the_names_of_the_records_it_asks_about(reader: Reader) -> None:
    make_company("Shadow Works", native_name="影子", slug="shadow-works", published_from=timezone.now())
    make_company("Hidden Works", native_name="秘密", slug="hidden-works")
    reader.ask(q="秘密和影子有多长？")
    question = Question.objects.get()
    assert question.slug == "shadow-works"
    assert [record.slug for record in question.records.all()] == ["shadow-works"]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},
        {"referer": "https://evil.example/http://testserver"},
        {"user-agent": "who says nothing of it"},
    ],
)
def test_a_form_of_another_site_is_shown_and_not_taken(reader: Reader, headers: dict[str, str]) -> None:
    form = reader.open()
    reader.clock.shift(60)
    refused = reader.send(form | {"q": WORDS, "email": "ines@example.org"}, **headers)
    assert refused.status_code == 403 and not Question.objects.exists()
    again = fields(refused.text)
    assert (again["q"], again["email"]) == (WORDS, "ines@example.org")
    assert reader.send(again).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "same-origin", "origin": "null"}, {"referer": "http://testserver/questions/ask/"}],
)
def test_browsers_that_say_little_are_believed(reader: Reader, headers: dict[str, str]) -> None:
    form = reader.open()
    reader.clock.shift(60)
    assert reader.send(form | {"q": WORDS}, **headers).status_code == 302
    assert Question.objects.count() == 1


@pytest.mark.parametrize(
    ("seconds", "sentence"),
    [(1, "quicker than anybody types"), (25 * 3600, "open for more than a day")],
)
def test_a_form_sent_too_soon_or_too_late_is_sent_again(reader: Reader, seconds: int, sentence: str) -> None:
    form = reader.open() | {"q": WORDS, "name": "Ines"}
    reader.clock.shift(seconds)
    refused = reader.send(form)
    assert refused.status_code == 400 and sentence in faults(refused)[0]
    again = fields(refused.text)
    assert (again["q"], again["name"]) == (WORDS, "Ines")
    reader.clock.shift(5)
    assert reader.send(again).status_code == 302
    assert Question.objects.count() == 1


def test_a_form_without_our_mark_is_not_taken(reader: Reader) -> None:
    for started in ("", "form", "form:1abcde:forged"):
        refused = reader.send({"q": WORDS, "started": started})
        assert refused.status_code == 400 and "lost its mark" in faults(refused)[0]
    assert not Question.objects.exists()


def test_a_program_that_fills_in_everything_is_thanked_and_nothing_is_kept(reader: Reader) -> None:
    honest = reader.ask(q="Is this one honest?")
    caught = reader.ask(homepage="https://example.org", email="ines@example.org")
    assert (caught.status_code, caught["Location"]) == (honest.status_code, honest["Location"])
    assert Question.objects.count() == 1 and not Subscriber.objects.exists()


def test_twice_is_once_and_from_elsewhere_is_one_more(reader: Reader) -> None:
    form = reader.open() | {"q": WORDS, "email": "ines@example.org"}
    reader.clock.shift(60)
    for _ in range(2):
        reader.send(form)
    reader.ask(address="198.51.100.7", email="otto@example.org")
    question = Question.objects.get()
    assert question.times_asked == 2
    assert list(question.subscribers.order_by("pk").values_list("asked", flat=True)) == [True, False]


def test_the_same_words_on_another_article_are_another_question(reader: Reader, publisher: User) -> None:
    for article in (make_article(), make_article()):
        publish(article, by=publisher)
        reader.ask("?article=" + article.slug)
    assert Question.objects.count() == 2


def test_what_is_certainly_spam_is_kept_out_of_the_queue_and_says_why(reader: Reader) -> None:
    taken = reader.ask(q="Best casino bonus http://a.example http://b.example now")
    assert taken["Location"] == "/questions/ask/thanks/"
    question = Question.objects.get()
    assert question.state == "spam" and question.suspicion == 100
    assert question.suspected_for == "2 links; offers “casino”"


def test_honest_questions_are_not_suspected() -> None:
    for text in (
        "Is the API of Qwen 3.5 free for students?",
        "WHEN will Doubao be available in Portugal?",
        "豆包和千问哪个更适合写代码？",
        "Do prices per token include the 2026 rebate, and from when?",
    ):
        assert as_typed.question(text) == text
        assert spam.suspect(text).score == 0, text
    assert 0 < spam.suspect("Is the table at https://example.org/table right?").score < spam.CERTAIN


def test_what_one_network_sends_over_and_over_is_suspected(reader: Reader) -> None:
    for word in ("red", "green", "blue", "white", "black"):
        reader.ask(q=f"Would you look at the one very cheap offer that I have today in {word}?")
    scores = list(Question.objects.order_by("pk").values_list("suspicion", flat=True))
    assert scores[0] == 0 and scores == sorted(scores) and scores[-1] >= 75


def test_a_network_is_told_to_wait_and_others_are_not(reader: Reader) -> None:
    net = "2001:db8:1:1::"
    answers = [reader.ask(q=f"What is the number {'x' * n}?", address=f"{net}{n + 1:x}") for n in range(12)]
    assert [one.status_code for one in answers] == [302] * 10 + [429] * 2
    refused = answers[-1]
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert "came from your network within the hour" in faults(refused)[0]
    assert fields(refused.text)["q"].startswith("What is the number")
    assert reader.ask(q="What is it elsewhere?", address="2001:db8:1:2::1").status_code == 302
    reader.clock.shift(timedelta(hours=1))
    assert reader.ask(q="What is it later?", address=f"{net}1").status_code == 302


def test_an_address_is_not_left_with_questions_without_end(reader: Reader) -> None:
    sent = [
        reader.ask(q=f"What is the number {'x' * n}?", email="Otto@example.org", address=f"192.0.2.{n + 1}")
        for n in range(11)
    ]
    assert [one.status_code for one in sent] == [302] * 10 + [429]
    assert faults(sent[-1])[0].startswith("E-mail: this address was left with many questions today.")
    assert Question.objects.count() == 10 and Subscriber.objects.count() == 10


def test_a_flood_writes_next_to_nothing_and_the_queue_stays_short(reader: Reader) -> None:
    form = reader.open()
    reader.clock.shift(60)
    for n in range(15):
        reader.send(form | {"q": f"What is the number {n} in words?"})
    junk = [
        {"q": "buy cheap casino http://a.example http://b.example"},
        form | {"q": "Casino http://a.example http://b.example?"},
        form | {"q": "\x00" * 3000, "email": "@" * 3000},
        form | {"q": WORDS, "homepage": "http://a.example"},
    ]
    with CaptureQueriesContext(connection) as asked:
        answers = [reader.send(sent, address="192.0.2.1") for sent in junk * 10]
    assert {one.status_code for one in answers} == {302, 400, 429}
    written = [query["sql"] for query in asked if not query["sql"].startswith("SELECT")]
    assert written == [] and len(asked) == 10
    assert Question.objects.count() == 10 and Tally.objects.count() <= 3
    assert reader.client.get("/questions/").status_code == 200


def test_places_made_by_hand_are_none(reader: Reader) -> None:
    reader.ask(article="\0", about="company/\0")
    asked = Question.objects.get()
    assert asked.article is None and not asked.records.exists()


def test_more_than_any_form_sends_is_not_read(reader: Reader) -> None:
    form = reader.open()
    reader.clock.shift(60)
    assert reader.send(form | {"q": "x" * 40_000}).status_code == 400


def test_from_many_networks_no_more_comes_in_than_can_be_read(reader: Reader) -> None:
    Tally.objects.create(what="asked in all", until=_hour(), number=300)
    Tally.objects.create(what="spam kept", until=_hour(), number=100)
    refused = reader.ask()
    assert refused.status_code == 429 and "than we can read" in faults(refused)[0]
    assert reader.ask(q="Casino http://a.example http://b.example?").status_code == 302
    assert not Question.objects.exists()
    assert not Tally.objects.filter(what="ask").exclude(number=1).exists()


def _hour() -> datetime:
    """The end of this hour, when its limits begin anew."""
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def test_no_address_is_written_to_the_log(reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        reader.ask(email="ines@example.org")
        reader.ask(email="ines@example")
        reader.ask(q="x" * 600, email="ines@example.org")
    assert "ines" not in caplog.text
