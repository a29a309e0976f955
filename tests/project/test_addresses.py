"""A slug that readers ever knew is never given to another object, though its holder was renamed in private."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from articles.models import Article, Author, Topic
from articles.publishing import cancel, publish, schedule, withdraw
from companies.models import Company
from tests.editing import record_form
from tests.factories import make_article, make_author, make_company, make_topic
from tests.project.test_edits import change

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

FORMS: dict[type[Model], Callable[..., dict[str, Any]]] = {
    Author: lambda **values: {"name": "Another", "bio": ""} | values,
    Topic: lambda **values: {"name": "Another", "description": ""} | values,
    Company: lambda **values: record_form(name="Another", **values),
}


@pytest.fixture
def desk() -> Client:
    """Somebody who may do everything."""
    client = Client()
    client.force_login(User.objects.create_superuser("everything"))
    return client


def used(kind: type[Model]) -> tuple[Any, Article]:
    """An object of a kind, and an article that uses it."""
    made = {Author: make_author, Topic: make_topic, Company: make_company}
    thing = made[kind]("Gloaming")
    given = {Author: "authors", Topic: "topics"}.get(kind)
    article = make_article(body="<p>Gloaming.</p>", **({given: [thing]} if given else {}))
    return thing, article


def refusal(desk: Client, kind: type[Model], old: str) -> bool:
    """Whether a new object is refused the slug, with a sentence."""
    meta = kind._meta
    answer = desk.post(f"/admin/{meta.app_label}/{meta.model_name}/add/", FORMS[kind](slug=old))
    return "was the address of another" in answer.text


@pytest.mark.parametrize("kind", FORMS)
def test_a_slug_that_an_edition_made_public_stays_its_holders(desk: Client, kind: type[Model]) -> None:
    thing, article = used(kind)
    old = thing.slug
    publish(article, by=None)
    withdraw(article, by=None, note="Gone.")
    change(desk, thing, slug="its-new-one")
    assert refusal(desk, kind, old)
    publish(article, by=None)
    thing.refresh_from_db()
    former = thing.get_absolute_url().replace("its-new-one", old)
    assert Client().get(former).headers["Location"] == thing.get_absolute_url()


@pytest.mark.parametrize("kind", FORMS)
def test_a_slug_that_readers_never_knew_is_given_up(desk: Client, kind: type[Model]) -> None:
    thing, article = used(kind)
    old = thing.slug
    schedule(article, by=None, at=timezone.now() + timedelta(hours=1))
    cancel(article, by=None)
    change(desk, thing, slug="its-new-one")
    assert not refusal(desk, kind, old)
    assert kind._default_manager.filter(slug=old).exists()


def test_a_slug_that_was_published_by_hand_stays_its_holders(desk: Client) -> None:
    company = make_company(slug="of-old")
    change(desk, company, published_from_0="2026-01-01", published_from_1="00:00")
    change(desk, company, published_from_0="", published_from_1="")
    change(desk, company, slug="its-new-one")
    assert refusal(desk, Company, "of-old")
