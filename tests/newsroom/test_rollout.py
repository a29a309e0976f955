"""What becomes of the texts that cite a figure which gave way: flagged, kept, updated in place, or opened."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article, Edition
from articles.publishing import publish, schedule
from changes.models import Change
from facts.models import Fact
from facts.supersession import SupersessionRefused, supersede
from facts.withdrawal import withdraw, withdraw_source
from newsroom.rollout.deciding import Choice, Decision, decide, keep_the_rest, roll_out, successor_of
from newsroom.rollout.flags import flagged
from newsroom.rollout.sentences import sentences
from newsroom.rollout.wording import suggested
from questions.answering.giving import answer
from questions.models import Question
from tests.factories import make_article, make_fact

pytestmark = pytest.mark.django_db

NOTE = "The month’s figure was revised."


def cited(fact: Fact, words: str = "") -> str:
    """A figure as it stands in a body."""
    return f'<data value="fact:{fact.pk}">{words or fact.shown}</data>'


def citing(fact: Fact, by: User, **values: Any) -> Article:
    """A live article that cites a fact in its body and in its FAQ."""
    body = f"<p>First things. Umbra Chat has {cited(fact)} users, it says. Then more.</p>"
    article = make_article(by=by, **{"body": body} | values)
    article.faq.create(question="How many?", answer=f"<p>It is {cited(fact)}.</p>", position=0)
    publish(article, by=by, all_the_same="It is told as it was.")
    return article


def asked(fact: Fact, by: User) -> Question:
    """A reader's question whose public answer cites a fact."""
    question = Question.objects.create(text="How many?", slug="how-many")
    answer(question, text=f"<p>As many as {cited(fact)}.</p>", by=by, published_from=timezone.now())
    return question


def live(article: Article) -> Edition:
    """What readers see of it."""
    edition: Edition = Edition.objects.live().get(article=article)
    return edition


def revised(fact: Fact, by: User) -> Fact:
    """The same month, counted again."""
    return supersede(fact, by=by, because="revised by its source", value=172_000_000)


def test_superseding_flags_each_text_that_is_out_and_writes_no_edition(publisher: User) -> None:
    fact, other = make_fact(), make_fact(metric="downloads", value=5)
    articles = [citing(fact, publisher, headline=f"Article {n}") for n in range(3)]
    citing(other, publisher, headline="Another matter")
    asked(fact, publisher)
    assert flagged() == []
    editions = list(Edition.objects.values_list("pk", "body", "layout"))
    revised(fact, publisher)
    [row] = flagged()
    assert (row.fact, row.articles, row.answers, row.standing.state) == (fact, 3, 1, "superseded")
    assert list(Edition.objects.values_list("pk", "body", "layout")) == editions
    assert {live(article).number for article in articles} == {1}


def test_a_sentence_is_shown_around_the_words() -> None:
    body = '<p>One. Two has <em>over <data value="fact:7">163 million</data></em> users. Three.</p>'
    [sentence] = sentences(body, 7)
    assert (sentence.before, sentence.words, sentence.after) == ("Two has over ", "163 million", " users.")


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("163", "172.5"),
        ("163 million", "172.5 million"),
        ("16,300", "17,250"),
        ("1.63", "1.725"),
        ("164", "172.5 million"),
    ],
)
def test_a_multiplier_that_stands_around_the_words_stays_there(words: str, then: str) -> None:
    old = make_fact()
    new = make_fact(metric="other", value=172_500_000)
    for fact in (old, new):
        fact.refresh_from_db()
    assert suggested(words, new, old=old) == then


def test_update_in_place_changes_only_the_figure_and_tells_readers(publisher: User) -> None:
    fact = make_fact()
    article = citing(fact, publisher)
    before = live(article)
    new, done = roll_out(
        fact,
        [Decision(article, Choice.UPDATE)],
        by=publisher,
        because="revised by its source",
        note=NOTE,
        value=172_000_000,
    )
    after = live(article)
    assert done.updated == [article] and done.refused == []
    assert after.body == before.body.replace(cited(fact), cited(new, "172 million"))
    assert after.faq[0]["answer"] == f"<p>It is {cited(new, '172 million')}.</p>"
    assert (after.change_note, after.dated, after.major) == (NOTE, before.dated, False)
    assert Change.objects.filter(about="article", about_id=article.pk, note=NOTE).exists()
    assert flagged() == []


def test_an_update_is_refused_where_the_working_copy_has_moved_on(publisher: User) -> None:
    fact = make_fact()
    article = citing(fact, publisher)
    Article.objects.filter(pk=article.pk).update(backstory="Asked again.")
    _, done = roll_out(
        fact,
        [Decision(article, Choice.UPDATE)],
        by=publisher,
        because="revised by its source",
        note=NOTE,
        value=172_000_000,
    )
    assert [text for text, _ in done.refused] == [article]
    assert "moved on" in done.refused[0][1]
    assert live(article).number == 1
    assert cited(fact) in Article.objects.get(pk=article.pk).body
    assert [row.articles for row in flagged()] == [1]


def test_the_working_copy_is_opened_with_the_citation_moved_and_nothing_is_published(publisher: User) -> None:
    fact = make_fact()
    article = citing(fact, publisher)
    new = revised(fact, publisher)
    decide([Decision(article, Choice.OPEN)], old=fact, new=new, by=publisher)
    article.refresh_from_db()
    assert cited(new, "172 million") in article.body
    assert cited(new, "172 million") in article.faq.get().answer
    assert article.version == 1 and article.revisions.first().why.startswith("Cites 172 million")
    assert live(article).number == 1 and cited(fact) in live(article).body


def test_what_is_kept_leaves_the_desk_until_the_figure_changes_again(publisher: User) -> None:
    fact = make_fact()
    article = citing(fact, publisher)
    question = asked(fact, publisher)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        new = revised(fact, publisher)
        clock.shift(60)
        decide(
            [Decision(article, Choice.KEEP), Decision(question.answer, Choice.KEEP)],
            old=fact,
            new=new,
            by=publisher,
        )
        assert flagged() == []
        clock.shift(60)
        supersede(new, by=publisher, because="our error", value=171_000_000)
        [row] = flagged()
        assert (row.fact, row.articles, row.answers) == (fact, 1, 1)
        assert row.standing.newer_shown == "171 million"
        clock.shift(60)
        assert keep_the_rest(fact, by=publisher) == 2
        assert flagged() == []


def test_a_reader_s_answer_is_updated_in_place(publisher: User) -> None:
    fact = make_fact()
    question = asked(fact, publisher)
    new = revised(fact, publisher)
    decide([Decision(question.answer, Choice.UPDATE)], old=fact, new=new, by=publisher, note=NOTE)
    question.answer.refresh_from_db()
    assert cited(new, "172 million") in question.answer.text
    assert question.answer.change_note == NOTE
    assert [version.note for version in question.answer.versions.all()] == [NOTE, ""]
    assert flagged() == []


def test_an_editor_may_not_change_what_readers_see(editor: User, publisher: User) -> None:
    fact = make_fact()
    article = citing(fact, publisher)
    new = revised(fact, editor)
    done = decide([Decision(article, Choice.UPDATE)], old=fact, new=new, by=editor, note=NOTE)
    assert "publish" in done.refused[0][1]
    assert live(article).number == 1


def test_a_scheduled_edition_is_made_anew_for_its_time(publisher: User) -> None:
    fact = make_fact()
    article = make_article(by=publisher, body=f"<p>It has {cited(fact)} users.</p>")
    at = timezone.now() + timedelta(days=2)
    schedule(article, by=publisher, at=at)
    new = revised(fact, publisher)
    done = decide([Decision(article, Choice.UPDATE)], old=fact, new=new, by=publisher, note=NOTE)
    waiting = Edition.objects.waiting().get(article=article)
    assert done.refused == [] and waiting.visible_from == at and cited(new, "172 million") in waiting.body


def test_words_that_an_editor_chose_stand_in_each_place(publisher: User) -> None:
    fact = make_fact()
    article = citing(fact, publisher)
    new = revised(fact, publisher)
    words = ("172 million", "more than 170 million")
    decide([Decision(article, Choice.UPDATE, words)], old=fact, new=new, by=publisher, note=NOTE)
    assert cited(new, "172 million") in live(article).body
    assert cited(new, "more than 170 million") in live(article).faq[0]["answer"]


def test_a_withdrawn_source_flags_what_cites_its_figures(publisher: User) -> None:
    fact, other = make_fact(), make_fact(metric="downloads")
    citing(fact, publisher)
    citing(other, publisher, headline="Another")
    withdraw_source(fact.source, because="The publisher took it back.")
    assert [(row.fact, row.standing.state) for row in flagged()] == [(fact, "withdrawn")]
    withdraw(other, because="Miscounted.")
    assert {row.fact for row in flagged()} == {fact, other}


def test_a_newer_period_a_review_and_a_forecast_come_due_are_told_apart(publisher: User) -> None:
    old, forecast = make_fact(), make_fact(metric="m2", nature="forecast", as_of="2025", value=9)
    review = make_fact(metric="m3", value=7, review_after=timezone.localdate() - timedelta(days=1))
    for n, fact in enumerate((old, forecast, review)):
        citing(fact, publisher, headline=f"Article {n}")
    make_fact(old.subject, as_of="2026-02", published_from=timezone.now())
    assert {row.fact.pk: row.standing.state for row in flagged()} == {
        old.pk: "newer",
        forecast.pk: "due",
        review.pk: "review",
    }


def test_after_a_chain_of_successors_the_last_one_is_what_a_text_is_moved_to(publisher: User) -> None:
    fact = make_fact()
    citing(fact, publisher)
    last = supersede(revised(fact, publisher), by=publisher, because="better source", value=170_000_000)
    [row] = flagged()
    assert successor_of(row.standing) == last


@pytest.mark.parametrize(
    ("because", "kind", "note"),
    [
        ("our error", "corrected", "we gave 163 million; it is 172 million"),
        ("better source", "superseded", "163 million → 172 million"),
    ],
)
def test_only_our_own_error_is_told_as_a_correction(
    publisher: User, because: str, kind: str, note: str
) -> None:
    fact = make_fact(published_from=timezone.now())
    new = supersede(fact, by=publisher, because=because, value=172_000_000)
    told = Change.objects.get(about="fact", about_id=new.pk, silent=False)
    assert (told.kind, told.note) == (kind, note)


def test_where_superseding_is_refused_nothing_is_done(publisher: User) -> None:
    fact = make_fact()
    article = citing(fact, publisher)
    with pytest.raises(SupersessionRefused, match="says the same"):
        roll_out(
            fact,
            [Decision(article, Choice.UPDATE)],
            by=publisher,
            because="better source",
            note=NOTE,
            value=fact.value,
        )
    assert live(article).number == 1
