"""Who wanted to know is mailed once, and once more if the answer is corrected; nobody is ever mailed twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from articles.publishing import publish, withdraw
from changes.corrections import Said, Thing, correct
from facts.supersession import supersede
from newsroom.desk.front import desk
from questions.answering.giving import answer
from questions.deciding.merging import merge
from questions.deciding.moderation import take_back
from questions.letters import mailing
from questions.models import Letter, Question, Subscriber
from readers.addresses import digest, seal
from tests.editing import signed_in
from tests.factories import make_article, make_fact, make_letter

State = Letter.State


class Server(EmailBackend):
    """A mail server that says what it is told to before it takes what it gets."""

    says: list[BaseException | None] = []
    shut = False

    def open(self) -> None:
        """Lets nobody in while it is shut."""
        if Server.shut:
            raise ConnectionRefusedError

    def send_messages(self, email_messages: Any) -> int:
        """Says the next thing, or takes it."""
        if Server.says and (said := Server.says.pop(0)):
            raise said
        return super().send_messages(email_messages)


@pytest.fixture(autouse=True)
def server(settings: Settings) -> Iterator[type[Server]]:
    """Mail goes to it."""
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Server"}}
    mail.outbox = []
    Server.says, Server.shut = [], False
    yield Server


def asked(*addresses: str, **values: Any) -> Question:
    """A question that these want to know."""
    question: Question = Question.objects.create(text="How many?", slug="how-many", **values)
    for address in addresses:
        join(question, address)
    return question


def join(question: Question, address: str) -> None:
    Subscriber.objects.create(question=question, sealed=seal(address), digest=digest(address))


def out(question: Question, text: str = "<p>Two of them.</p>", **values: Any) -> None:
    answer(question, text=text, by=None, published_from=timezone.now(), **values)


def told() -> list[str]:
    """Who got a mail, in order."""
    return [one for message in mail.outbox for one in message.to]


def wrong(question: Question) -> None:
    thing = Thing("question", question.pk, question.text, question.get_absolute_url())
    correct(Said("We said two.", "It is three."), touches=[thing], by=None)


def later(**time: int) -> Any:
    return time_machine.travel(timezone.now() + timedelta(**time))


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_mailed_at_once_and_its_correction_once_more() -> None:
    question = asked("a@example.org", "b@example.org")
    out(question)
    assert told() == ["a@example.org", "b@example.org"]
    with later(hours=1):
        mailing.run()
        wrong(question)
        out(question, "<p>Three of them.</p>", note="Three.")
        mailing.run()
    with later(hours=2):
        wrong(question)
        join(question, "c@example.org")
        mailing.run()
    assert told() == ["a@example.org", "b@example.org"] * 2 + ["c@example.org"]
    first, again = mail.outbox[0], mail.outbox[2]
    assert "Two of them." in first.body and "What was wrong: We said two." in again.body
    assert "How many?" in first.subject and "corrected" in again.subject


@pytest.mark.django_db
def test_a_mail_goes_to_one_reader_with_links_to_our_site_alone(settings: Settings) -> None:
    settings.SITE_URL = "https://news.example.org"
    text = "How many?\r\nBcc: all@example.net <img src=//evil.example>"
    question = Question.objects.create(text=text, slug="x", asker="A\nB")
    for address in ("a@example.org", "b@example.org"):
        join(question, address)
    out(question, "<p>See <a href='https://evil.example/'>there</a>, &lt;b&gt;.</p>")
    mailing.run()
    raw = mail.outbox[0].message()
    text, html = (part.get_content() for part in raw.iter_parts())
    assert raw["To"] == "a@example.org" and not raw["Bcc"] and raw["Auto-Submitted"] == "auto-generated"
    assert "List-Unsubscribe" not in raw and raw["Message-ID"].endswith("@news.example.org>")
    assert text.count("https://") == html.count('href="https://news.example.org/') == 2
    assert "<img" not in html and "evil.example/'" not in html and "&lt;b&gt;" in html
    assert (
        "a@example.org" not in text + html and f"/questions/forget/{question.subscribers.first().pk}." in text
    )
    assert len({message.message()["Message-ID"] for message in mail.outbox}) == 2


@pytest.mark.django_db
def test_nobody_is_told_before_readers_see_the_answer(publisher: User) -> None:
    waits, timed = asked("a@example.org", article=make_article()), asked("b@example.org")
    answer(waits, text="<p>Two.</p>", by=None)
    answer(timed, text="<p>Two.</p>", by=None, published_from=timezone.now() + timedelta(hours=1))
    mailing.run()
    assert not mail.outbox
    publish(waits.article, by=publisher)
    mailing.run()
    assert told() == ["a@example.org"]
    with later(hours=2):
        mailing.run()
    assert told() == ["a@example.org", "b@example.org"]


@pytest.mark.django_db
def test_what_was_taken_back_meanwhile_is_not_sent(publisher: User, server: type[Server]) -> None:
    question = asked("a@example.org", article=make_article())
    publish(question.article, by=publisher)
    answer(question, text="<p>Two.</p>", by=None)
    server.shut = True
    mailing.run()
    server.shut = False
    withdraw(question.article, by=publisher, note="So.")
    mailing.run()
    assert not mail.outbox and Letter.objects.get().state == State.WAITING


@pytest.mark.django_db
def test_our_error_in_a_figure_is_mailed_to_whoever_was_told_the_figure(publisher: User) -> None:
    fact = make_fact(published_from=timezone.now())
    question = asked("a@example.org")
    out(question, f'<p>It has <data value="fact:{fact.pk}">163 million</data>.</p>')
    mailing.run()
    with later(hours=1):
        supersede(fact, by=publisher, because="our error", value=172_000_000)
        mailing.run()
    assert len(mail.outbox) == 2 and "It is 172 million." in mail.outbox[1].body


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "state", "failure"),
    [
        (SMTPRecipientsRefused({"a@example.org": (450, b"a@example.org: later")}), State.WAITING, "450"),
        (SMTPDataError(451, b"greylisted"), State.WAITING, "451"),
        (SMTPRecipientsRefused({"a@example.org": (550, b"no a@example.org")}), State.FAILED, "550"),
        (SMTPDataError(554, b"spam"), State.FAILED, "554"),
        (SMTPServerDisconnected("gone"), State.SENDING, ""),
        (TimeoutError(), State.SENDING, ""),
    ],
)
def test_a_no_for_now_is_tried_again_a_refusal_is_not_and_a_silence_is_in_doubt(
    server: type[Server], said: Exception, state: str, failure: str, caplog: pytest.LogCaptureFixture
) -> None:
    question = asked("a@example.org", "b@example.org")
    out(question)
    server.says = [said]
    mailing.run()
    letter = Letter.objects.get(subscriber=question.subscribers.first())
    assert letter.state == state and failure in letter.failure and "@" not in letter.failure
    assert told() == ["b@example.org"] and "example.org" not in caplog.text
    mailing.run()
    assert told() == ["b@example.org"]
    with later(hours=1):
        mailing.run()
        assert told() == ["b@example.org", *(["a@example.org"] if state == State.WAITING else [])]
        assert Letter.objects.in_doubt().exists() == (state == State.SENDING)


@pytest.mark.django_db
def test_it_waits_longer_each_time_and_gives_up_after_days(server: type[Server]) -> None:
    out(asked("a@example.org"))
    server.says = [SMTPDataError(451, b"later") for _ in range(99)]
    tried: list[float] = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        began = timezone.now()
        while timezone.now() - began < timedelta(days=7):
            before = len(server.says)
            mailing.run()
            tried += [(timezone.now() - began).total_seconds() / 60] * (before - len(server.says))
            clock.shift(timedelta(minutes=20 if tried[1:] else 5))
    assert tried == [0, 5, 25, 105, 425, 1705, 3145, 4585]
    assert Letter.objects.get().state == State.FAILED and not mail.outbox


@pytest.mark.django_db
def test_a_server_that_lets_nobody_in_costs_no_letter(server: type[Server]) -> None:
    out(asked("a@example.org"))
    server.shut = True
    mailing.run()
    letter = Letter.objects.get()
    assert (letter.state, letter.tries) == (State.WAITING, 0)
    server.shut = False
    mailing.run()
    assert told() == ["a@example.org"]


@pytest.mark.django_db
def test_what_was_being_sent_when_we_were_killed_is_in_doubt_and_not_sent_again(server: type[Server]) -> None:
    out(asked("a@example.org", "b@example.org"))
    server.says = [SystemExit()]
    with pytest.raises(SystemExit):
        mailing.run()
    mailing.run()
    assert told() == ["b@example.org"]
    assert not Letter.objects.in_doubt().exists()
    with later(minutes=20):
        mailing.run()
        assert Letter.objects.in_doubt().get().message_id
    assert told() == ["b@example.org"]


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:Overriding get_action_choices")
def test_an_editor_sees_letters_in_doubt_on_the_desk_and_settles_them(editor: User) -> None:
    then = timezone.now() - timedelta(hours=1)
    claimed = {"state": State.SENDING, "claimed_at": then, "message_id": "<a@example.org>"}
    first, second = (make_letter(f"{name}@example.org", **claimed) for name in "ab")
    waits = make_letter("c@example.org")

    def do(verb: str, *ticked: Letter) -> None:
        page = reverse("admin:questions_letter_changelist")
        signed_in(editor).post(page, {"action": verb, "_selected_action": [one.pk for one in ticked]})

    def in_doubt() -> list[int]:
        return [part.total for part in desk(editor) if part.title == "Letters in doubt"]

    assert in_doubt() == [2]
    do("it_went", first, waits)
    assert in_doubt() == [1]
    do("send_again", first, second)
    assert in_doubt() == []
    states = Letter.objects.order_by("pk").values_list("state", flat=True)
    assert [*states] == [State.SENT, State.WAITING, State.WAITING]


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_tell_everybody_once() -> None:
    everybody = [f"reader-{n}@example.org" for n in range(30)]
    question = asked(*everybody)
    out(question)
    assert len(mail.outbox) == mailing.AT_ONCE

    def work(n: int) -> None:
        mailing.run()
        connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(8)))
    mailing.run()
    assert sorted(told()) == sorted(everybody)
    assert set(Letter.objects.values_list("state", "tries")) == {(State.SENT, 1)}


@pytest.mark.django_db(transaction=True)
def test_those_of_a_duplicate_are_mailed_the_others_answer_and_theirs_if_it_was_none(editor: User) -> None:
    kept, other = asked("a@example.org"), asked("a@example.org", "b@example.org")
    out(kept)
    merge(other, kept, editor)
    assert told() == ["a@example.org", "b@example.org"]
    take_back(other, by=editor)
    out(other)
    assert sorted(told()[2:]) == ["a@example.org", "b@example.org"]


@pytest.mark.django_db
def test_the_log_of_a_house_without_a_mail_server_has_no_address(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    out(asked("a@example.org"))
    mailing.run()
    assert "example.org" not in capsys.readouterr().out
    assert Letter.objects.get().state == State.WAITING


@pytest.mark.django_db
def test_an_address_that_cannot_be_read_any_more_holds_nobody_up() -> None:
    question = asked("b@example.org")
    Subscriber.objects.create(question=question, sealed="?", digest="x")
    out(question)
    mailing.run()
    assert told() == ["b@example.org"]
    assert Letter.objects.get(state=State.FAILED).failure == "The address was kept with another secret key."


@pytest.mark.django_db
def test_the_database_keeps_one_letter_for_a_subscriber_and_occasion() -> None:
    question = asked("a@example.org")
    out(question)
    mailing.run()
    one = question.subscribers.get()
    for values in ({}, {"state": State.SENDING, "occasion": "correction"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.create(**{"subscriber": one, "occasion": "answer", **values})
