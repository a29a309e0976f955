"""What an answer rests on is told to readers, and what gave way brings it back to the editors."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.publishing import publish
from changes import log
from changes.models import Correction
from facts.models import Fact
from facts.supersession import supersede
from facts.withdrawal import withdraw
from newsroom.rollout.deciding import Choice, Decision, decide
from questions.answering.giving import AnswerRefused, answer, still_right
from questions.models import Question
from tests.editing import signed_in
from tests.factories import make_article, make_company, make_fact, slug

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Any:
    """Noon, which goes on by hand."""
    noon = timezone.localtime().replace(hour=12, minute=0)
    with time_machine.travel(noon, tick=False) as clock:
        yield clock


def cites(*facts: Fact) -> str:
    return "".join(f'<p>It has <data value="fact:{fact.pk}">163 million</data>.</p>' for fact in facts)


def asked(*facts: Fact, **values: Any) -> Question:
    """A question whose public answer cites these."""
    question: Question = Question.objects.create(text="How many?", slug=slug("How many"), **values)
    answer(question, text=cites(*facts) or "<p>Two.</p>", by=None, published_from=timezone.now())
    return question


def revised(fact: Fact, by: User | None = None) -> Fact:
    return supersede(fact, by=by, because="better source", value=fact.value + 10**6)


def said(client: Client, question: Question) -> str:
    log.forget_version()
    page = client.get(question.get_absolute_url()).text
    return page.partition('<p class="meta rests">')[2].partition("</p>")[0]


def test_readers_are_told_what_an_answer_rests_on_and_what_gave_way_since(
    client: Client, clock: Any, publisher: User
) -> None:
    one, other = make_fact(), make_fact()
    question = asked(one, other, article=make_article())
    publish(question.article, by=publisher)
    assert "Rests on 2 facts, checked" in said(client, question) and ">today<" in said(client, question)
    clock.shift(timedelta(days=4))
    assert ">4 days ago</time>." in said(client, question)
    assert not Question.objects.resting_on_stale().exists()
    new = revised(one)
    assert "One of them has been superseded since. We will look" in said(client, question)
    assert "One of them has been superseded since." in client.get(question.article.get_absolute_url()).text
    given = client.get(f"/api/v1/questions/{question.pk}/").json()["rests_on"]
    assert (given["facts"], given["gave_way"], given["since"]) == (2, ["superseded"], ["superseded"])
    assert Question.objects.resting_on_stale().get() == question
    clock.shift(timedelta(hours=1))
    still_right(question)
    assert not Question.objects.resting_on_stale().exists()
    assert ">today</time>." in said(client, question)
    assert "One of them has been superseded. We looked again" in said(client, question)
    clock.shift(timedelta(hours=1))
    revised(new)
    assert Question.objects.resting_on_stale().get() == question
    withdraw(other, because="So.")
    assert "All have been superseded or withdrawn since." in said(client, question)


def test_an_answer_whose_words_follow_the_figure_waits_no_more(clock: Any, publisher: User) -> None:
    one, other = make_fact(), make_fact()
    question = asked(one, other)
    clock.shift(60)
    new, newer = revised(one), revised(other)
    clock.shift(60)
    for old, then in ((one, new), (other, newer)):
        assert Question.objects.resting_on_stale().exists()
        done = decide(
            [Decision(question.answer, Choice.UPDATE)], old=old, new=then, by=publisher, note="New."
        )
        assert done.updated
        question.answer.refresh_from_db()
    assert not Question.objects.resting_on_stale().exists()


def test_what_the_ledger_decided_to_keep_waits_no_more(clock: Any, publisher: User) -> None:
    fact = make_fact()
    question = asked(fact)
    clock.shift(60)
    revised(fact)
    decide([Decision(question.answer, Choice.KEEP)], old=fact, new=None, by=publisher)
    assert not Question.objects.resting_on_stale().exists()


def test_nobody_waits_for_what_readers_do_not_see(clock: Any) -> None:
    fact = make_fact()
    question = asked(fact)
    Question.objects.filter(pk=question.pk).update(state="declined", reason="So.")
    clock.shift(60)
    revised(fact)
    assert not Question.objects.resting_on_stale().exists()
    with pytest.raises(AnswerRefused, match="Readers see no answer"):
        still_right(question)


def test_however_many_give_way_it_takes_the_same_queries(clock: Any) -> None:
    counts = []
    for many in (1, 8):
        facts = [make_fact() for _ in range(many)]
        for fact in facts:
            asked(fact)
        clock.shift(60)
        for fact in facts:
            revised(fact)
        with CaptureQueriesContext(connection) as queries:
            assert Question.objects.resting_on_stale().count() >= many
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_an_answer_stands_where_its_editor_lets_it(client: Client, publisher: User) -> None:
    record = make_company(published_from=timezone.now())
    question = Question.objects.create(text="How many?", slug="how-many", article=make_article())
    question.records.add(record)
    publish(question.article, by=publisher)
    pages = {"article": question.article.get_absolute_url(), "record": record.get_absolute_url()}
    for on_article in (True, False):
        for on_records in (True, False):
            answer(
                question,
                text="<p>Two of them.</p>",
                by=None,
                published_from=timezone.now(),
                on_article=on_article,
                on_records=on_records,
            )
            log.forget_version()
            assert ("Two of them." in client.get(pages["article"]).text) == on_article
            assert (question.get_absolute_url() in client.get(pages["record"]).text) == on_records
            assert "Two of them." in client.get(question.get_absolute_url()).text
    with pytest.raises(AnswerRefused, match="Say when readers see it"):
        answer(question, text="<p>Two of them.</p>", by=None, on_article=False)


def test_an_answer_without_a_time_or_an_article_is_a_draft_and_its_question_waits() -> None:
    question = Question.objects.create(text="How many?", slug="how-many", state="open")
    answer(question, text="<p>Two.</p>", by=None)
    question.refresh_from_db()
    assert question.state == "open" and not Question.objects.public().exists()
    answer(question, text="<p>Two.</p>", by=None, published_from=timezone.now())
    assert Question.objects.public().get() == question


def form(question: Question, **values: Any) -> dict[str, Any]:
    """What the form of an answered question posts."""
    given = question.answer
    when = {"when": "article"}
    if given.published_from:
        at = timezone.localtime(given.published_from)
        when = {"when": "at", "published_from_0": f"{at:%Y-%m-%d}", "published_from_1": f"{at:%H:%M:%S}"}
    typed = {"text": given.text, "note": "", "on_article": "on", "on_records": "on", **when, **values}
    return {
        **{"text": question.text, "slug": question.slug, "asker": ""},
        **{"asked_at_0": "2026-01-01", "asked_at_1": "10:00", "article": question.article_id or ""},
        **{"answer-TOTAL_FORMS": 1, "answer-INITIAL_FORMS": 1, "answer-0-id": given.pk},
        **{"answer-0-question": question.pk},
        **{f"answer-0-{name}": value for name, value in typed.items()},
    }


def test_an_answer_is_corrected_where_it_is_written(client: Client, editor: User) -> None:
    question, desk = asked(), signed_in(editor)
    page = f"/admin/questions/question/{question.pk}/change/"
    same = {"wrong": "It was two.", "right": "It was two."}
    assert "says the same as what was wrong" in desk.post(page, form(question, **same)).text
    assert "Say what is right" in desk.post(page, form(question, wrong="It was two.")).text
    fixed = {"text": "<p>Three.</p>", "wrong": "It was two.", "right": "It is three."}
    assert desk.post(page, form(question, **fixed)).status_code == 302
    log.forget_version()
    html = client.get(question.get_absolute_url()).text
    assert "It was two." in html and "It is three." in html and "Three." in html and "Corrected:" in html
    assert Correction.objects.get().by == editor


@pytest.mark.parametrize(
    ("on_article", "typed", "says"),
    [
        (False, {"when": "article"}, "It was asked on no article"),
        (True, {"when": "draft"}, "It comes with the article"),
        (True, {"when": "at", "published_from_0": "", "published_from_1": ""}, "Give the time, or choose"),
        (True, {"when": "article", "on_article": ""}, "an answer that its article does not show"),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_a_sentence(
    editor: User, on_article: bool, typed: dict[str, str], says: str
) -> None:
    question = asked(**({"article": make_article()} if on_article else {}))
    page = f"/admin/questions/question/{question.pk}/change/"
    assert says in signed_in(editor).post(page, form(question, **typed)).text


def test_a_time_that_is_typed_is_meant_and_now_keeps_the_first(editor: User) -> None:
    question, desk = asked(article=make_article()), signed_in(editor)
    page = f"/admin/questions/question/{question.pk}/change/"
    since = question.answer.published_from
    assert desk.post(page, form(question, when="now", note="So.")).status_code == 302
    question.answer.refresh_from_db()
    assert (
        question.answer.published_from == since.replace(microsecond=0)
        or question.answer.published_from == since
    )
    assert desk.post(page, form(question, when="article")).status_code == 302
    question.answer.refresh_from_db()
    assert question.answer.published_from is None
    later = {"published_from_0": "2090-01-01", "published_from_1": "10:00"}
    assert desk.post(page, form(question, when="article", **later)).status_code == 302
    question.answer.refresh_from_db()
    assert question.answer.published_from.year == 2090


def test_what_was_decided_otherwise_is_not_answered(editor: User) -> None:
    question = asked()
    Question.objects.filter(pk=question.pk).update(state="declined", reason="So.")
    question.refresh_from_db()
    with pytest.raises(AnswerRefused, match="It is declined: take that back first"):
        answer(question, text="<p>Three.</p>", by=None, published_from=timezone.now())
    page = f"/admin/questions/question/{question.pk}/change/"
    posted = signed_in(editor).post(page, form(question, text="<p>Three.</p>", note="So."))
    assert "It is declined: take that back first" in posted.text
