"""Withdrawing a source or a fact from the admin: what would fall is shown first, what fell is listed after."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.publishing import publish
from changes.models import Change
from facts.models import Fact, Source
from facts.supersession import supersede
from facts.withdrawal import withdraw
from questions.answering.giving import answer
from questions.models import Question
from tests.editing import signed_in
from tests.factories import make_article, make_fact

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


@pytest.fixture
def source(db: None) -> Source:
    """A source of its own."""
    found: Source = Source.objects.create(title="The quiet count", publisher="Shadow Count")
    return found


def on(source: Source, **values: Any) -> Fact:
    fact = make_fact(**values)
    Fact.objects.filter(pk=fact.pk).update(source=source)
    fact.refresh_from_db()
    return fact


def cited(fact: Fact, headline: str, by: User) -> None:
    article = make_article(headline, by=by, body=f'<p><data value="fact:{fact.pk}">163 million</data></p>')
    publish(article, by=by)


def answered(fact: Fact, text: str, by: User) -> None:
    question = Question.objects.create(text=text, slug="why")
    answer(
        question,
        text=f'<p><data value="fact:{fact.pk}">163</data></p>',
        by=by,
        published_from=fact.recorded_at,
    )


def page(source: Source) -> str:
    return reverse("newsroom:withdraw_source", args=[source.pk])


@pytest.fixture
def desk(editor: User) -> Client:
    """An editor, signed in."""
    return signed_in(editor)


def rows(response: Any) -> list[tuple[int, int, int]]:
    """Each fact of the page with how many articles and answers cite it."""
    return [(each.fact.pk, len(each.articles), len(each.questions)) for each in response.context["falling"]]


def test_what_would_fall_is_shown_and_nothing_is_done(desk: Client, source: Source, admin_user: User) -> None:
    first, second, private = on(source), on(source, metric="revenue"), on(source, metric="seats")
    elsewhere = make_fact(metric="other")
    cited(first, "A quiet eclipse", admin_user)
    cited(first, "A loud eclipse", admin_user)
    answered(second, "How many?", admin_user)
    make_article("A draft", by=admin_user, body=f'<p><data value="fact:{private.pk}">1</data></p>')
    cited(elsewhere, "Elsewhere", admin_user)
    supersede(second, by=admin_user, because="better source", value=7, source=elsewhere.source)
    response = desk.get(page(source))
    assert sorted(rows(response)) == sorted([(first.pk, 2, 0), (private.pk, 0, 0)])
    assert "A loud eclipse" in response.text and "Elsewhere" not in response.text
    assert not Fact.objects.filter(withdrawn_at__isnull=False).exists()


def test_a_source_is_withdrawn_for_a_reason_and_what_fell_is_listed(
    desk: Client, source: Source, admin_user: User
) -> None:
    fact, before = on(source), on(source, metric="revenue")
    withdraw(before, because="A slip of ours.")
    cited(fact, "A quiet eclipse", admin_user)
    answered(fact, "How many?", admin_user)
    form = reverse("admin:facts_source_change", args=[source.pk])
    assert f"/admin/facts/source/{source.pk}/withdraw/" in desk.get(form).text
    assert desk.post(page(source), {"because": " "}).context["form"].errors
    response = desk.post(page(source), {"because": "Retracted by its authors."}, follow=True)
    assert "One fact fell with it." in response.text
    assert rows(response) == [(fact.pk, 1, 1)]
    assert "A quiet eclipse" in response.text and "How many?" in response.text
    fact.refresh_from_db()
    assert fact.withdrawn_because == "Retracted by its authors."
    assert Change.objects.filter(about="fact", about_id=fact.pk, silent=True).exists()
    assert "Retracted by its authors." in desk.get(form).text
    assert f"/admin/facts/source/{source.pk}/withdraw/" not in desk.get(form).text
    assert "Withdrawn." in desk.get(reverse("admin:facts_source_history", args=[source.pk])).text


def test_withdrawing_twice_is_once(desk: Client, source: Source) -> None:
    desk.post(page(source), {"because": "Retracted."})
    response = desk.post(page(source), {"because": "Again."}, follow=True)
    assert "This source was withdrawn already." in response.text
    source.refresh_from_db()
    assert source.withdrawal_note == "Retracted."


def test_the_page_takes_the_same_queries_whatever_falls(
    desk: Client, source: Source, admin_user: User
) -> None:
    def fill(count: int) -> int:
        for n in range(count):
            fact = on(source, metric=f"metric-{n}")
            cited(fact, f"Eclipse {n}", admin_user)
            answered(fact, "How many?", admin_user)
        desk.get(page(source))
        with CaptureQueriesContext(connection) as queries:
            assert len(rows(desk.get(page(source)))) >= count
        return len(queries)

    assert fill(1) == fill(6)


def test_what_stands_on_a_source_is_superseded_from_its_page(
    desk: Client, source: Source, contributor: User
) -> None:
    form = reverse("admin:facts_source_change", args=[source.pk])
    assert "Supersede…" not in desk.get(form).text
    fact, gone, elsewhere = on(source), on(source, metric="revenue"), make_fact(metric="other")
    withdraw(gone, because="A slip of ours.")

    def link(one: Fact) -> str:
        return f"{reverse('newsroom:supersede', args=[one.pk])}?source={source.pk}"

    page = desk.get(form).text
    assert link(fact) in page and link(gone) not in page and link(elsewhere) not in page
    assert f'<option value="{source.pk}" selected>' in desk.get(link(fact)).text
    assert link(fact) not in signed_in(contributor).get(form).text


def test_a_sources_page_takes_the_same_queries_whatever_stands_on_it(desk: Client, source: Source) -> None:
    def fill(count: int) -> int:
        for n in range(count):
            on(source, metric=f"metric-{n}")
        form = reverse("admin:facts_source_change", args=[source.pk])
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(form).text.count("Supersede…") >= count
        return len(queries)

    assert fill(1) == fill(5)


def test_one_fact_is_withdrawn_from_its_page(desk: Client) -> None:
    fact = make_fact()
    button = reverse("admin:facts_fact_withdraw", args=[fact.pk])
    form = reverse("admin:facts_fact_change", args=[fact.pk])
    assert "Why" in desk.get(button).text
    desk.post(button, {"_form_submitted": True, "because": ""})
    fact.refresh_from_db()
    assert fact.withdrawn_at is None
    typed = {"_form_submitted": True, "because": "Counted twice."}
    assert desk.post(button, typed).headers["HX-Redirect"] == form
    fact.refresh_from_db()
    assert fact.withdrawn_because == "Counted twice." and fact.held_from
    assert "Counted twice." in desk.get(form).text
    desk.post(button, typed | {"because": "Again."})
    assert "This fact was withdrawn already." in desk.get(form).text


def test_a_contributor_withdraws_nothing(contributor: User, source: Source) -> None:
    fact, client = on(source), signed_in(contributor)
    assert client.post(page(source), {"because": "x"}).status_code == 403
    button = reverse("admin:facts_fact_withdraw", args=[fact.pk])
    assert client.post(button, {"_form_submitted": True, "because": "x"}).status_code == 403
    assert Fact.objects.current().get() == fact
