"""What readers leave is deleted at their word, and when it was promised."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from changes import log
from changes.models import Edit
from questions.answering.giving import answer
from questions.deciding import moderation
from questions.deciding.merging import merge
from questions.letters import mailing
from questions.letters.forgetting import PROMISE, forget_due, link_of
from questions.models import Letter, Question, Subscriber, Vote
from readers.addresses import digest, seal

pytestmark = pytest.mark.django_db

ADDRESS = "Ada@Example.org"


@pytest.fixture(autouse=True)
def goes_out(settings: Settings) -> None:
    """Mail goes into a list."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def asked(address: str = ADDRESS, **values: Any) -> Question:
    """A question of somebody who left an address."""
    question: Question = Question.objects.create(
        text="How many?", slug="how-many", asker="Ada Umber", **values
    )
    Subscriber.objects.create(question=question, sealed=seal(address), digest=digest(address), asked=True)
    return question


def answered(question: Question) -> None:
    answer(question, text="<p>Two.</p>", by=None, published_from=timezone.now())
    mailing.run()


def path(question: Question) -> str:
    link = link_of(question.subscribers.first())
    assert link.startswith("http://127.0.0.1:8000/questions/forget/")
    return link.removeprefix("http://127.0.0.1:8000")


def after(days: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(days=days))


def test_opening_the_link_changes_nothing_and_its_button_forgets_at_once() -> None:
    client, question = Client(enforce_csrf_checks=True), asked()
    answered(question)
    other = asked("ada@example.org")
    asked("b@example.org")
    page = path(question)
    for _ in range(3):
        shown = client.get(page)
        client.head(page)
    assert "for 2 questions" in shown.text and "no-store" in shown["Cache-Control"] and not shown.cookies
    assert "example.org" not in shown.text.lower().replace("127.0.0.1", "")
    assert Subscriber.objects.count() == 3
    assert "Your address is deleted" in client.post(page).text
    assert Subscriber.objects.get().digest == digest("b@example.org")
    assert not Letter.objects.exists()
    assert "Your address is deleted" in client.post(page).text
    assert "We do not have your address" in client.get(page).text
    assert Question.objects.filter(pk__in=[question.pk, other.pk]).count() == 2


@pytest.mark.parametrize("token", ["1", "1.x", "1:x", ".", "x" * 2000, "1.%00", "９.x"])
def test_a_link_that_is_not_whole_says_so_and_forgets_nobody(client: Client, token: str) -> None:
    asked()
    for response in (client.get(f"/questions/forget/{token}/"), client.post(f"/questions/forget/{token}/")):
        assert response.status_code == 404 and "This link is not whole" in response.text
    assert client.put(f"/questions/forget/{token}/").status_code == 405
    assert Subscriber.objects.exists()


def test_an_address_is_kept_for_180_days_after_its_answer_was_sent() -> None:
    waits = asked("b@example.org")
    with after(100):
        answered(asked())
    with after(279):
        forget_due()
        assert Subscriber.objects.count() == 2
    with after(281):
        forget_due()
        assert Subscriber.objects.get().question == waits
    with after(547):
        forget_due()
        assert Subscriber.objects.exists()
    with after(549):
        forget_due()
        assert not Subscriber.objects.exists()


def test_the_forms_say_how_long_an_address_is_kept(client: Client) -> None:
    assert "Deleted 180 days after" in str(PROMISE) and "18 months" in str(PROMISE)
    assert str(PROMISE) in client.get("/questions/ask/").text


@pytest.mark.parametrize("verb", ["decline", "spam"])
def test_an_address_goes_a_day_after_the_decision_not_to_answer(editor: User, verb: str) -> None:
    question = asked()
    asked("b@example.org")
    with after(3):
        if verb == "spam":
            moderation.spam(question, by=editor)
        else:
            moderation.decline(question, by=editor, reason="So.")
        forget_due()
        assert Subscriber.objects.count() == 2
    with after(3.9):
        forget_due()
        assert Subscriber.objects.count() == 2
    with after(4.1):
        forget_due()
    assert Subscriber.objects.get().digest == digest("b@example.org")


def test_marks_of_networks_last_two_days() -> None:
    question = asked(asked_from="a" * 64)
    Vote.objects.create(question=question, mark="b" * 64)
    forget_due()
    assert Vote.objects.exists()
    with after(2.1):
        forget_due()
    question.refresh_from_db()
    assert not Vote.objects.exists() and question.asked_from == "" and question.times_asked == 1


def test_spam_goes_after_thirty_days_with_its_history_and_what_readers_saw_stays() -> None:
    spam, duplicated, out = asked(), asked(), asked()
    answered(out)
    Question.objects.create(text="Again?", slug="again", state="duplicate", duplicate_of=duplicated)
    Question.objects.filter(pk__in=[spam.pk, duplicated.pk, out.pk]).update(state="spam")
    with after(29):
        forget_due()
        assert Question.objects.filter(pk=spam.pk).exists()
    with after(31):
        forget_due()
        assert Question.objects.filter(state="spam").count() == 2
    assert not Edit.objects.filter(about="questions.question", about_id=spam.pk).exists()


def test_whoever_asks_gets_what_is_kept_of_them_and_has_it_erased(settings: Settings, client: Client) -> None:
    question = asked()
    answered(question)
    asked("b@example.org")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    said = StringIO()
    call_command("reader_data", " ada@example.org ", stdout=said)
    (kept,) = json.loads(said.getvalue())["questions"]
    assert (kept["question"], kept["asked_it"], kept["name_to_print"]) == ("How many?", True, "Ada Umber")
    assert kept["mails"][0]["state"] == "sent"
    assert "Ada Umber" in client.get(question.get_absolute_url()).text
    call_command("reader_data", ADDRESS, "--erase", stdout=said)
    assert Subscriber.objects.get().question != question
    log.forget_version()
    assert "Ada Umber" not in client.get(question.get_absolute_url()).text


def test_whose_question_became_a_duplicate_has_their_own_name_erased_and_no_other(editor: User) -> None:
    kept, middle, twice = asked("nell@example.org"), asked("b@example.org"), asked("nell@example.org")
    mine = asked()
    merge(mine, middle, editor)
    merge(middle, kept, editor)
    merge(twice, kept, editor)

    def named() -> list[str]:
        return [Question.objects.get(pk=one.pk).asker for one in (mine, middle, kept, twice)]

    call_command("reader_data", ADDRESS, "--erase", stdout=StringIO())
    assert named() == ["", "Ada Umber", "Ada Umber", "Ada Umber"]
    call_command("reader_data", "nell@example.org", "--erase", stdout=StringIO())
    assert named() == ["", "Ada Umber", "", ""]


def test_the_link_forgets_what_was_kept_before_the_secret_was_changed_too(settings: Settings) -> None:
    asked()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    page = path(asked())
    assert "for 2 questions" in Client().get(page).text
    Client().post(page)
    assert not Subscriber.objects.exists()


def test_one_command_does_all_that_is_due(settings: Settings) -> None:
    told = asked()
    Vote.objects.create(question=told, mark="b" * 64)
    answer(told, text="<p>Two.</p>", by=None, published_from=timezone.now())
    with after(3):
        for count in (1, 0):
            said = StringIO()
            call_command("run_due", stdout=said)
            for what in ("letters sent to readers", "rows of readers deleted"):
                assert f"{what}: {count}\n" in said.getvalue()
