"""Every edit in the admin that readers can see is on the kept pages at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from articles.models import Article, Author, Topic
from articles.publishing import publish
from changes import log
from companies.models import Alias, Company, Ownership
from facts.models import Fact, Metric, Source
from questions.answering.giving import answer
from questions.models import Question
from tests.factories import make_article, make_company, make_fact

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


@pytest.fixture
def desk() -> Client:
    """Somebody who may do everything."""
    client = Client()
    client.force_login(User.objects.create_superuser("everything"))
    return client


@pytest.fixture(autouse=True)
def published() -> None:
    """A live article that names a company and cites a figure of it, a question on it, and a holding."""
    company = make_company("Gloaming Systems")
    Alias.objects.create(record=company, text="GLS")
    figure = f'<data value="fact:{make_fact(company).pk}">163 million</data>'
    article = make_article(body=f"<p>Gloaming Systems has {figure} users.</p>")
    publish(article, by=None)
    asked = Question.objects.create(text="Why?", slug="why", article=article)
    asked.records.add(company)
    answer(asked, text="<p>Because.</p>", by=None)
    other = make_company("Dusk", published_from=timezone.now())
    Ownership.objects.create(owner=company, owned=other, type="parent")


def kept_pages() -> list[str]:
    """The pages that show any of it."""
    rows = [model.objects.get() for model in (Article, Author, Topic, Fact, Question)]
    own = [row.get_absolute_url() for row in (*rows, *Company.objects.all())]
    return ["/", "/changes/", "/companies/", "/facts/", "/questions/", "/api/v1/companies/", *own]


def change(desk: Client, thing: Model, **values: Any) -> None:
    """Open the form, type the values over what stands there, and save."""
    meta = thing._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk])
    forms: Any = html.fromstring(desk.get(address).text).xpath(f'//form[@id="{meta.model_name}_form"]')
    typed = {name: value for name, value in forms[0].form_values() if not name.startswith("_")}
    assert values.keys() <= set(forms[0].fields.keys())
    response = desk.post(address, typed | values)
    assert response.status_code == 302, response.text


def delete(desk: Client, thing: Model) -> None:
    """Delete it, and say yes."""
    meta = thing._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_delete", args=[thing.pk])
    assert desk.post(address, {"post": "yes"}).status_code == 302


EDITS: dict[str, Callable[[Client], None]] = {
    "an author's name": lambda desk: change(desk, Author.objects.get(), name="Somebody Else"),
    "a topic's name": lambda desk: change(desk, Topic.objects.get(), name="Something Else"),
    "a source's title": lambda desk: change(desk, Source.objects.get(), title="Another report"),
    "a metric's name": lambda desk: change(desk, Metric.objects.get(), name="Weekly users"),
    "a record's name": lambda desk: change(desk, Company.objects.get(name="Dusk"), name="Dawn"),
    "a record made private": lambda desk: change(
        desk, Company.objects.get(name="Dusk"), published_from_0="", published_from_1=""
    ),
    "an alias": lambda desk: change(
        desk, Company.objects.get(name="Gloaming Systems"), **{"aliases-0-text": "GLOAM"}
    ),
    "an ownership": lambda desk: change(desk, Ownership.objects.get(), type="affiliate"),
    "an ownership deleted": lambda desk: delete(desk, Ownership.objects.get()),
    "a question's words": lambda desk: change(desk, Question.objects.get(), text="Why now?"),
    "an answer": lambda desk: change(
        desk,
        Question.objects.get(),
        **{"answer-0-text": "<p>Since then.</p>", "answer-0-note": "It says so."},
    ),
    "an answer put off": lambda desk: change(
        desk,
        Question.objects.get(),
        **{"answer-0-published_from_0": "2090-01-01", "answer-0-published_from_1": "10:00:00"},
    ),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edit_is_on_every_kept_page_at_once(
    client: Client, desk: Client, edit: Callable[[Client], None]
) -> None:
    pages = kept_pages()
    before = {address: client.get(address).text for address in pages}
    edit(desk)
    kept = {address: client.get(address).text for address in pages}
    assert kept != before
    cache.clear()
    assert kept == {address: client.get(address).text for address in pages}


def test_what_is_to_be_public_at_a_time_is_on_every_kept_page_from_then_on(
    client: Client, desk: Client
) -> None:
    dawn = make_company("Dawn")
    at = timezone.localtime() + timedelta(days=400)
    given = {"published_from_0": f"{at:%Y-%m-%d}", "published_from_1": f"{at:%H:%M:%S}"}
    with time_machine.travel(at - timedelta(minutes=1), tick=False) as clock:
        desk.force_login(User.objects.get())
        change(desk, dawn, **given)
        log.forget_version()
        assert client.get(dawn.get_absolute_url()).status_code == 404
        assert "Dawn" not in client.get("/companies/").text
        clock.move_to(at + timedelta(seconds=1))
        assert client.get(dawn.get_absolute_url()).status_code == 200
        assert "Dawn" in client.get("/companies/").text
