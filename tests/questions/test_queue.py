"""The queue of readers' questions as editors work through it: with forms alone, by hand-made requests, many at once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from changes import history
from facts.supersession import supersede
from questions.answering.giving import answer
from questions.deciding.moderation import claim, spam
from questions.deciding.queue import PER_PAGE, counts
from questions.models import Question
from tests.editing import signed_in
from tests.factories import ask, make_article, make_fact, make_product

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

QUEUE = "/admin/questions/question/queue/"
LIST = "/admin/questions/question/"


@pytest.fixture
def desk(editor: User) -> Client:
    """An editor's browser without scripts."""
    return signed_in(editor)


def press(desk: Client, question: Question, verb: str, **sent: Any) -> Any:
    """A button of the queue is pressed; the page after it."""
    return desk.post(f"{QUEUE}{question.pk}/", {"verb": verb, **sent}, follow=True)


def state_of(question: Question) -> str:
    return str(Question.objects.get(pk=question.pk).state)


def test_what_waits_is_counted_by_age_and_spam_is_last(desk: Client, editor: User) -> None:
    now = timezone.localtime()
    noon = now.replace(hour=12)
    for days in (0, 1, 5, 9, 30):
        ask(asked_at=min(noon - timedelta(days=days), now))
    ask(suspicion=50)
    ask(state="open")
    fact = make_fact()
    cited = f'<p><data value="fact:{fact.pk}">163 million</data></p>'
    answer(ask(), text=cited, by=editor, published_from=now)
    supersede(fact, by=editor, because="better source", value=160_000_000)
    found = {"today": 1, "week": 2, "older": 2, "open": 1, "flagged": 1, "suspected": 1}
    assert counts(now) == found
    flagged = Question.objects.get(state="answered")
    assert "Still right: “" in press(desk, flagged, "still right", show="flagged").text
    assert counts(now)["flagged"] == 0
    found["flagged"] = 0
    shown = re.findall(r'href="\?show=(\w+)"[^>]*>[^<]+<span>(\d+)</span>', desk.get(QUEUE).text)
    assert shown == [(part, str(count)) for part, count in found.items()]


def test_a_question_is_shown_with_all_that_decides(desk: Client, editor: User) -> None:
    article, product = make_article("On shade"), make_product("Umbra Chat")
    question = ask(
        "How dark is the shade of Umbra?",
        asker="Nell",
        article=article,
        votes="abc",
        subscribers="xy",
        suspicion=20,
        suspected_for="a link",
    )
    question.records.add(product)
    twin = ask("Umbra: how dark is its shade?", state="open")
    ask("What is a lamp?")
    answered = ask("How dark is the shade of Umbra in May?")
    answer(answered, text="<p>Very.</p>", by=editor, published_from=timezone.now())
    page = desk.get(f"{QUEUE}?at={question.pk}").text
    for said in (
        "Nell",
        "On shade",
        "Umbra Chat",
        "4 want to know",
        "2 by mail",
        "Suspicion 20 of 100: a link",
    ):
        assert said in page
    offered = re.findall(r'name="into" value="(\d+)"', page)
    assert offered == [str(answered.pk), str(twin.pk)]
    found = desk.get(f"{QUEUE}?at={question.pk}&q=a+lamp").text
    assert "What is a lamp?" in found[found.index('name="into"') :]


def test_one_works_through_it_by_forms_and_takes_the_last_back(desk: Client) -> None:
    at = timezone.now() - timedelta(days=20)
    one, two, three, four = (ask(f"Number {n}?", asked_at=at + timedelta(hours=n)) for n in range(4))
    page = press(desk, one, "decline", reason="No news.", show="older", seen="received")
    assert state_of(one) == "declined"
    assert '<h2 id="question" tabindex="-1">Number 1?</h2>' in page.text
    page = press(desk, one, "take back", seen="declined")
    assert state_of(one) == "received"
    page = press(desk, two, "merge", show="older", into=four.pk)
    assert Question.objects.get(pk=four.pk).times_asked == 2
    assert "Merged into “Number 3?”: 2 want to know." in page.text and "Number 2?</h2>" in page.text
    press(desk, three, "open", show="older")
    press(desk, four, "spam", show="older")
    assert [state_of(each) for each in (two, three, four)] == ["duplicate", "open", "spam"]
    page = press(desk, one, "answer", show="older")
    assert page.redirect_chain[-1][0] == f"{LIST}{one.pk}/change/#id_answer-0-text"
    assert "You have had it in hand since" in page.text


@pytest.mark.parametrize(
    ("verb", "sent", "sentence"),
    [
        ("decline", {"reason": ""}, "Say why it is declined"),
        ("decline", {"reason": "long " * 80}, "at most 300 letters"),
        ("merge", {}, "Choose the question that asks the same"),
        ("merge", {"other": "9" * 30}, "Choose the question that asks the same"),
        ("merge", {"other": "²"}, "Choose the question that asks the same"),
        ("take back", {}, "It is new, and was not taken back."),
        ("open", {"seen": "open"}, "It is new by now"),
        ("flood", {}, "It is not known any more from which network"),
    ],
)
def test_what_is_refused_is_said_and_what_was_typed_stays(
    verb: str, sent: dict[str, str], sentence: str, desk: Client
) -> None:
    question = ask()
    page = press(desk, question, verb, **sent).text
    assert sentence in page and state_of(question) == "received"
    if sent.get("reason"):
        assert sent["reason"].strip() in page


def test_the_second_of_two_is_told_who_has_it(desk: Client, publisher: User, editor: User) -> None:
    question = ask()
    claim(question, by=publisher)
    assert "publisher has had it in hand since" in desk.get(f"{QUEUE}?at={question.pk}").text
    form = desk.get(f"{LIST}{question.pk}/change/").text
    assert "publisher has had it in hand since" in form and "take it over" in form
    assert "Take it over first." in press(desk, question, "spam").text and state_of(question) == "received"
    press(desk, question, "take over")
    assert Question.objects.get(pk=question.pk).claimed_by == editor
    press(desk, question, "let go")
    assert Question.objects.get(pk=question.pk).claimed_by is None


def test_nobody_else_decides_by_hand_made_requests(contributor: User, admin_user: User) -> None:
    question = ask()
    answered = ask("Answered?")
    answer(answered, text="<p>So.</p>", by=admin_user, published_from=timezone.now())
    for client in (Client(), signed_in(contributor)):
        for verb in ("spam", "decline", "open", "merge", "claim", "flood"):
            press(client, question, verb, reason="x", other=str(answered.pk))
        client.post(LIST, {"action": "spam_ticked", "_selected_action": question.pk, "decided": "1"})
    found = Question.objects.get(pk=question.pk)
    assert (found.state, found.claimed_by) == ("received", None)


def test_no_state_is_typed_into_the_form(desk: Client) -> None:
    question = ask()
    form = desk.get(f"{LIST}{question.pk}/change/").text
    assert "Decide…" in form
    sent = {"text": "Why so?", "slug": question.slug, "asked_at_0": "2026-01-01", "asked_at_1": "10:00"}
    sent |= {"state": "answered", "reason": "x", "times_asked": 99, "duplicate_of": ask().pk}
    sent |= {"answer-TOTAL_FORMS": 0, "answer-INITIAL_FORMS": 0}
    assert desk.post(f"{LIST}{question.pk}/change/", sent).status_code == 302
    found = Question.objects.get(pk=question.pk)
    assert (found.text, found.state, found.times_asked) == ("Why so?", "received", 1)
    assert (found.reason, found.duplicate_of) == ("", None)


def test_many_are_decided_at_once_with_what_was_refused_and_why(desk: Client, publisher: User) -> None:
    ours, theirs, gone = ask("Ours?"), ask("Theirs?"), ask("Gone?")
    claim(theirs, by=publisher)
    spam(gone, by=publisher)
    ticked: dict[str, Any] = {
        "_selected_action": [one.pk for one in (ours, theirs, gone)],
        "action": "decline_ticked",
    }
    assert "3 questions" in desk.post(LIST, ticked).text
    seen = [f"{one.pk}:{one.state}" for one in Question.objects.all()]
    sent = ticked | {"ticked": ticked["_selected_action"], "seen": seen, "decided": "1", "reason": "No news."}
    assert "Fill in “Why they are declined”." in desk.post(LIST, sent | {"reason": ""}).text
    page = desk.post(LIST, sent, follow=True).text
    assert "1 done; 2 refused." in page
    assert "“Gone?”: It is marked as spam, and was not declined." in page
    assert "“Theirs?”: publisher has had it in hand since" in page
    assert [state_of(one) for one in (ours, theirs, gone)] == ["declined", "received", "spam"]
    for action, also in (("claim_ticked", {"of": publisher.pk}), ("open_ticked", {}), ("spam_ticked", {})):
        one = ask(f"{action}?")
        ticked = {"_selected_action": one.pk, "ticked": one.pk, "action": action, "decided": "1"}
        assert "1 done." in desk.post(LIST, ticked | also, follow=True).text
    assert Question.objects.get(text="claim_ticked?").claimed_by == publisher
    assert set(Question.objects.filter(text__endswith="_ticked?").values_list("state", flat=True)) == {
        "received",
        "open",
        "spam",
    }


def test_a_flood_is_marked_at_once_and_the_queue_stays_quick(desk: Client, editor: User) -> None:
    many = (
        Question(text=f"Buy {n}?", slug=f"buy-{n}", asked_from="a" * 64 if n < 30 else f"{n}", suspicion=90)
        for n in range(300)
    )
    Question.objects.bulk_create(many)
    opened = ask("Open?", state="open", asked_from="a" * 64)
    first = Question.objects.get(text="Buy 0?")
    page = desk.get(f"{QUEUE}?show=suspected&at={first.pk}").text
    assert "all 30 of that network and day" in page
    with CaptureQueriesContext(connection) as many_waiting:
        desk.get(f"{QUEUE}?show=suspected&page=3")
    assert page.count("show=suspected&amp;at=") <= PER_PAGE + 2
    page = press(desk, first, "flood", show="suspected").text
    assert "Marked as spam: 30." in page and state_of(opened) == "open"
    assert history.of(first).first().by == editor
    Question.objects.filter(suspicion=90).exclude(pk__lt=first.pk + 31).delete()
    with CaptureQueriesContext(connection) as few_waiting:
        desk.get(f"{QUEUE}?show=suspected")
    assert len(many_waiting) >= len(few_waiting) and len(many_waiting) < 25


def test_addresses_made_by_hand_are_answered(desk: Client) -> None:
    question = ask()
    for query in ("?at=x", "?at=99999", f"?at={10**30}"):
        assert desk.get(QUEUE + query).status_code == 404
    for query in ("?show=nothing", "?page=-3", "?page=900", f"?at={question.pk}&show=suspected&last=x"):
        assert desk.get(QUEUE + query).status_code == 200
    assert desk.get(f"{QUEUE}{question.pk}/").status_code == 405
    assert press(desk, question, "burn").status_code == 404
    assert press(desk, question, "open", show="nothing").status_code == 200
    assert reverse("admin:questions_question_queue") == QUEUE
