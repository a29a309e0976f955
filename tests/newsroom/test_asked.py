"""The board of what is asked and not known, and what is begun from it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Article
from articles.publishing import publish
from newsroom.asked.board import board
from newsroom.models import Sought
from questions.answering.giving import answer
from questions.models import Question
from tests.editing import signed_in
from tests.factories import ask, make_article, make_fact, make_product, make_topic

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

BOARD = "/admin/asked/"


@pytest.fixture
def desk(editor: User) -> Client:
    return signed_in(editor)


def listed(by: Any = "record") -> list[tuple[str, int, list[str]]]:
    """The groups of the board: name, how many want to know, and the questions."""
    groups = board(by).groups
    return [(group.name, group.wanted, [row.question.text for row in group.rows]) for group in groups]


def test_what_is_not_known_stands_by_record_and_by_topic_the_most_wanted_first(editor: User) -> None:
    lamp, shade = make_product("Umbra Lamp"), make_product("Umbra Shade")
    article = make_article(topics=[make_topic("Light")])
    ask("Is it warm?", times_asked=2, state="open").records.add(lamp)
    ask("Does the Umbra Shade fold?", times_asked=9)  # named by its words alone
    ask("Is it loud?", times_asked=4, article=article).records.add(lamp)
    ask("Why?")
    ask("Buy it?", suspicion=80, times_asked=50)
    answer(ask("Is it cold?", times_asked=60), text="<p>No.</p>", by=editor, published_from=timezone.now())
    assert listed() == [
        ("Umbra Shade", 9, ["Does the Umbra Shade fold?"]),
        ("Umbra Lamp", 6, ["Is it loud?", "Is it warm?"]),
        ("No record", 1, ["Why?"]),
    ]
    assert listed("topic")[0] == ("Light", 4, ["Is it loud?"])
    assert shade.name in listed()[0][0]


def test_what_a_public_figure_or_a_live_article_may_answer_stands_apart(publisher: User) -> None:
    lamp = make_product("Umbra Lamp")
    ask("How many people use the Umbra Lamp?")
    ask("Why does the Umbra Lamp flicker at night?")
    fact = make_fact(lamp)
    article = make_article("Night, and why lamps flicker", body="<p>The Umbra Lamp does.</p>")
    assert not board().known  # the figure and the article are private
    fact.published_from = fact.held_from = timezone.now()
    fact.save()
    publish(article, by=publisher)
    known = {row.question.text: row.known.words for row in board().known if row.known}
    assert known == {
        "How many people use the Umbra Lamp?": "Umbra Lamp: monthly active users, 163 million",
        "Why does the Umbra Lamp flicker at night?": "Night, and why lamps flicker",
    }
    assert listed() == []


def test_one_click_makes_a_draft_with_the_question_attached(desk: Client, editor: User) -> None:
    lamp = make_product("Umbra & Lamp")
    question = ask("Is the <b>lamp</b> warm?")
    question.records.add(lamp)
    page = desk.post(f"{BOARD}{question.pk}/", {"begin": "draft"}, follow=True)
    article = Article.objects.get()
    assert page.redirect_chain[-1][0] == f"/admin/articles/article/{article.pk}/change/"
    assert (article.headline, article.created_by) == ("Is the <b>lamp</b> warm?", editor)
    assert f'<a href="{lamp.get_absolute_url()}">Umbra &amp; Lamp</a>' in article.body
    assert article.revisions.count() == 1
    assert Question.objects.get(pk=question.pk).article == article
    assert (
        "There is a draft already"
        in desk.post(f"{BOARD}{question.pk}/", {"begin": "draft"}, follow=True).text
    )
    assert "began a draft" in desk.get(BOARD).text


def test_a_question_asked_on_an_article_stays_with_it(desk: Client) -> None:
    asked_on = make_article("Elsewhere", topics=[make_topic("Light")])
    question = ask("Is it warm? " * 40, article=asked_on)
    desk.post(f"{BOARD}{question.pk}/", {"begin": "draft"})
    draft = Sought.objects.get().article
    assert Question.objects.get(pk=question.pk).article == asked_on
    assert draft and len(draft.headline) <= 200
    assert [topic.name for topic in draft.topics.all()] == ["Light"]


def test_a_figure_is_looked_for_and_recorded_with_what_is_known(desk: Client) -> None:
    lamp, metric = make_product("Umbra Lamp"), make_fact().metric
    question = ask("How many users has the Umbra Lamp?")
    form = f"/admin/facts/fact/add/?subject={lamp.pk}&amp;metric={metric.pk}"
    page = desk.get(f"{BOARD}?by=topic").text
    assert form in page and "Umbra Lamp: monthly active users" in page
    for sentence in ("It stands on the board that you look for a figure.", "editor looks for it already."):
        sent = {"begin": "fact", "note": "By month"}
        assert sentence in desk.post(f"{BOARD}{question.pk}/", sent, follow=True).text
    said = desk.get(BOARD).text
    assert "editor looks for a figure since" in said and "By month" in said
    filled = desk.get(form.replace("&amp;", "&")).text
    assert (
        f'<option value="{lamp.pk}" selected>' in filled
        and f'<option value="{metric.pk}" selected>' in filled
    )
    desk.post(f"{BOARD}{question.pk}/", {"begin": "stop"})
    assert not Sought.objects.exists()
    refused = desk.post(f"{BOARD}{question.pk}/", {"begin": "fact", "note": "x" * 301}, follow=True).text
    assert "at most 300 letters" in refused


def test_nothing_is_begun_for_what_is_decided_or_by_others(desk: Client, contributor: User) -> None:
    declined = ask(state="declined", reason="So.")
    assert (
        "The question is declined by now."
        in desk.post(f"{BOARD}{declined.pk}/", {"begin": "draft"}, follow=True).text
    )
    waiting = ask()
    assert signed_in(contributor).post(f"{BOARD}{waiting.pk}/", {"begin": "draft"}).status_code == 403
    assert desk.post(f"{BOARD}{waiting.pk}/", {"begin": "burn"}).status_code == 404
    assert not Article.objects.exists()
