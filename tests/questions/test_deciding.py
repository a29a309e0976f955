"""What editors decide about questions, who may, in which state, and how it is undone."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from changes.models import Change
from questions.answering.giving import answer
from questions.deciding.ground import STATES, DecisionRefused
from questions.deciding.merging import merge
from questions.deciding.moderation import claim, decline, let_go, open_to_readers, spam, take_back
from questions.models import Question, Subscriber, Vote
from tests.factories import ask

pytestmark = pytest.mark.django_db

VERBS: dict[str, Any] = {
    "claim": claim,
    "open": open_to_readers,
    "decline": lambda question, by: decline(question, by=by, reason="No news."),
    "spam": spam,
    "merge": lambda question, by: merge(question, ask("The one that is kept?"), by),
    "take back": take_back,
}


def in_state(state: str, by: User) -> Question:
    """A question in a state, brought there by the verbs."""
    question = ask()
    if state == "answered":
        answer(question, text="<p>So.</p>", by=by, published_from=timezone.now())
    for verb in {"received": [], "declined": ["decline"], "duplicate": ["merge"]}.get(state, [state]):
        if verb in VERBS:
            VERBS[verb](question, by=by)
    return Question.objects.get(pk=question.pk)


def tried(verb: str, question: Question, by: User) -> str:
    """What a verb says where it refuses."""
    try:
        VERBS[verb](question, by=by)
    except DecisionRefused as reason:
        return str(reason)
    return ""


@pytest.mark.parametrize("state", Question.State.values)
@pytest.mark.parametrize("verb", VERBS)
def test_each_decision_is_made_in_its_states_alone_and_by_editors_alone(
    verb: str, state: str, editor: User, publisher: User, contributor: User
) -> None:
    stranger = User.objects.create_user("stranger")
    by_whom = in_state(state, publisher)
    for nobody in (contributor, stranger):
        assert "by editors and publishers alone" in tried(verb, by_whom, nobody)
    assert Question.objects.get(pk=by_whom.pk).state == state
    said = tried(verb, by_whom, editor)
    assert (said == "") == (state in STATES[verb])
    assert said == "" or said.startswith("It is ")


def test_what_somebody_has_in_hand_is_theirs_for_two_hours(editor: User, publisher: User) -> None:
    question, now = ask(), timezone.now()
    claim(question, by=editor, at=now)
    with pytest.raises(DecisionRefused, match="editor has had it in hand since"):
        claim(question, by=publisher, at=now)
    with pytest.raises(DecisionRefused, match="Take it over first"):
        spam(question, by=publisher, at=now)
    with pytest.raises(DecisionRefused, match="editor has had it"):
        let_go(question, by=publisher, at=now)
    later = claim(question, by=publisher, at=now + timedelta(hours=2))
    assert later.claimed_by == publisher
    assert claim(question, by=editor, take_over=True, at=now).claimed_by == editor
    assert let_go(question, by=editor, at=now).claimed_by is None
    claim(question, by=editor, of=publisher)
    assert spam(question, by=publisher).claimed_by is None


def test_a_decision_from_an_old_page_is_refused(editor: User) -> None:
    question = ask()
    open_to_readers(question, by=editor)
    with pytest.raises(DecisionRefused, match="open for readers already by now, and was not declined"):
        decline(question, by=editor, reason="No.", seen="received")


@pytest.mark.parametrize(
    ("reason", "sentence"), [(" \u200b", "Say why it is declined"), ("x" * 301, "at most 300 letters")]
)
def test_declining_takes_a_reason(reason: str, sentence: str, editor: User) -> None:
    with pytest.raises(DecisionRefused, match=sentence):
        decline(ask(), by=editor, reason=reason)


@pytest.mark.parametrize("state", ["open", "declined", "duplicate", "spam"])
def test_every_decision_can_be_taken_back(state: str, editor: User) -> None:
    question = in_state(state, editor)
    assert question.state == state
    back = take_back(question, by=editor)
    assert (back.state, back.reason, back.duplicate_of, back.merged) == ("received", "", None, {})


def test_an_answer_that_was_declined_is_shown_again(editor: User) -> None:
    question = in_state("answered", editor)
    decline(question, by=editor, reason="We had this from nobody.")
    assert not Question.objects.public().exists()
    take_back(question, by=editor)
    assert Question.objects.public().exists()
    answer(drafted := ask(), text="<p>So?</p>", by=editor)
    decline(drafted, by=editor, reason="No news.")
    assert take_back(drafted, by=editor).state == "received"


def test_no_news_is_told_of_an_answer_that_was_declined_before_its_time(editor: User) -> None:
    question = ask()
    news = Change.objects.filter(kind=Change.Kind.ANSWERED, silent=False)
    due = timezone.now() + timedelta(days=1)
    answer(question, text="<p>So.</p>", by=editor, published_from=due)
    decline(question, by=editor, reason="No news.")
    assert not news.exists()
    take_back(question, by=editor)
    assert news.get().effective_at == due


def test_what_readers_see_otherwise_is_a_silent_row_of_the_log(editor: User) -> None:
    question, rows = ask(), Change.objects.filter(about="question", silent=True)
    spam(question, by=editor)
    take_back(question, by=editor)
    assert not rows.exists()
    for count, verb in enumerate((open_to_readers, take_back, open_to_readers, spam), 1):
        verb(question, by=editor)
        assert rows.filter(about_id=question.pk).count() == count


@pytest.mark.parametrize(
    "values", [{"state": "declined"}, {"state": "duplicate"}, {"state": "spam", "duplicate_of": 1}]
)
def test_the_database_keeps_states_whole(values: dict[str, Any]) -> None:
    other = ask()
    if "duplicate_of" in values:
        values = values | {"duplicate_of": other}
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.create(text="Why?", slug="why", **values)


# ---- merging ---------------------------------------------------------------------------------------------------


def wanted(question: Question) -> tuple[int, set[str], set[str]]:
    """How many want to know, the marks that voted, and who is to be told."""
    found = Question.objects.get(pk=question.pk)
    return (
        found.times_asked,
        set(found.votes.values_list("mark", flat=True)),
        set(found.subscribers.values_list("digest", flat=True)),
    )


def test_votes_subscribers_and_the_number_go_along_once(editor: User) -> None:
    one = ask("How much?", votes="ab", subscribers="xy")
    other = ask("What does it cost?", votes="bc", subscribers="yz")
    assert merge(one, other, editor) == other
    # Asked twice, and of four votes two came from one network on one day.
    assert wanted(other) == (5, set("abc"), set("xyz"))
    assert Question.objects.get(pk=one.pk).duplicate_of == other
    assert not Subscriber.objects.filter(question=one).exists()
    take_back(one, by=editor)
    assert wanted(one) == (3, set("ab"), set("xy"))
    assert wanted(other) == (3, set("bc"), set("yz"))


def test_whoever_is_forgotten_meanwhile_does_not_come_back(editor: User) -> None:
    one, other = ask(subscribers="xy"), ask(subscribers="y")
    merge(one, other, editor)
    Subscriber.objects.filter(digest="y").delete()
    take_back(one, by=editor)
    assert wanted(one)[2] == {"x"}


def test_a_duplicate_of_a_duplicate_is_one_of_what_is_kept(editor: User) -> None:
    first, second, third, late = (ask(f"{n}?", votes=n, subscribers=n) for n in "abcd")
    merge(first, second, editor)
    merge(second, third, editor)
    assert merge(late, first, editor) == third
    assert {one.duplicate_of for one in Question.objects.filter(state="duplicate")} == {third}
    assert wanted(third) == (8, set("abcd"), set("abcd"))
    take_back(second, by=editor)
    assert wanted(third) == (4, set("cd"), set("cd"))
    assert wanted(second) == (4, set("ab"), set("ab"))
    assert Question.objects.get(pk=first.pk).duplicate_of == second


def test_no_circle_and_nothing_into_what_is_declined_or_spam(editor: User) -> None:
    one, other = ask("One?"), ask("Other?")
    with pytest.raises(DecisionRefused, match="The other is this question"):
        merge(one, one, editor)
    merge(one, other, editor)
    with pytest.raises(DecisionRefused, match="or a duplicate of it"):
        merge(other, one, editor)
    for state, said in (("declined", "was declined"), ("spam", "was marked as spam")):
        with pytest.raises(DecisionRefused, match=said):
            merge(ask(), in_state(state, editor), editor)


class TestLaws(TestCase):
    """Whatever is merged and taken back, nobody who wants to know is lost or counted twice."""

    @settings(max_examples=20)  # each asks the database a few hundred times
    @given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3) | st.none()), max_size=8))
    def test_nobody_is_lost(self, moves: list[tuple[int, int | None]]) -> None:
        editor = User.objects.create_superuser("editor")
        asked = [ask(f"{n}?", votes=n, subscribers=f"{n}z") for n in "abcd"]
        for one, into in moves:
            try:
                if into is None:
                    take_back(asked[one], by=editor)
                else:
                    merge(asked[one], asked[into], editor)
            except DecisionRefused:
                continue
        kept = Question.objects.exclude(state="duplicate")
        assert sum(kept.values_list("times_asked", flat=True)) == 8
        assert not Vote.objects.exclude(question__in=kept).exists()
        assert not Subscriber.objects.exclude(question__in=kept).exists()
        assert set(Subscriber.objects.values_list("digest", flat=True)) == set("abcdz")
        assert not Question.objects.filter(duplicate_of__state="duplicate").exists()
        for question in Question.objects.filter(state="duplicate"):
            take_back(question, by=editor)
        for question, letter in zip(asked, "abcd", strict=True):
            assert wanted(question)[:2] == (2, {letter})
            assert letter in wanted(question)[2]
