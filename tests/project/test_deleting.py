"""What was public or is used is not deleted, and the page says by what it is held and what to do instead."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from articles.models import Article, Author, Image, Interest, Revision, Suggestion
from articles.publishing import publish, withdraw
from articles.revisions import save_revision
from companies import releases
from companies.indexing import saved
from companies.models import Company, Ownership, ReleaseClaim
from facts.holding import hold
from facts.models import Fact, Scope
from questions.answering.giving import answer
from questions.models import Answer, Question
from tests.editing import signed_in
from tests.factories import (
    make_article,
    make_company,
    make_fact,
    make_family,
    make_image,
    make_market,
    make_model,
    make_product,
    make_topic,
)
from tests.project.test_who_may import MODELS

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def published(**values: Any) -> Article:
    article = make_article(**values)
    publish(article, by=None)
    return article


def once_public(record: Any) -> Any:
    """A record that readers saw and that is private again."""
    record.published_from = timezone.now()
    record.save()
    saved(record, slug_before="")
    type(record).objects.filter(pk=record.pk).update(published_from=None)
    return record


def relied_on() -> Fact:
    fact = make_fact()
    hold([fact.pk])
    return fact


def pictured() -> Any:
    return published(lead_image=make_image(), lead_image_alt="A shadow").lead_image


def drawn() -> Image:
    image = make_image()
    make_article("It shows a shadow", body=f'<p><img src="{image.address}" alt="A shadow"></p>')
    return image


def told() -> Interest:
    company = make_company()
    published(body=f"<p>{company.name} is in the shade.</p>")
    return Interest.objects.create(company=company, sort="shares", line="We have shares in it.")


def typed_in_a_draft() -> Fact:
    fact = make_fact()
    make_article("It counts", body=f'<p><data value="fact:{fact.pk}">163 million</data></p>')
    return fact


def asked(text: str, published_from: Any) -> Question:
    question = Question.objects.create(text="Why?", slug="why")
    answer(question, text=text, by=None, published_from=published_from)
    return question


#: Of each model that can be deleted: an object that cannot, by what it is held, and what to do instead.
HELD: list[tuple[str, Callable[[], Any], str, str]] = [
    ("articles_article", published, "1 edition", "withdraw it"),
    ("articles_author", lambda: published().authors.get(), "1 edition", "bylines"),
    ("articles_author", lambda: make_article("Dusk").authors.get(), "1 article: Dusk", "bylines"),
    ("articles_interest", told, "readers, who were told of it", "set the day"),
    ("articles_topic", lambda: published().topics.get(), "1 edition", "rename it"),
    ("articles_image", pictured, "1 edition", "drafts"),
    ("articles_image", drawn, "the text of 1 article: It shows a shadow", "drafts"),
    ("auth_group", lambda: Group.objects.get(name="editor"), "the rules of who may do what", "its users"),
    ("auth_user", lambda: make_article(by=User.objects.create_user("ada")).created_by, "1 article", "Active"),
    ("companies_aimodel", lambda: once_public(make_model()), "readers, who see it or saw it", "merge it"),
    ("companies_company", lambda: once_public(make_company()), "readers, who see it or saw it", "merge it"),
    ("companies_company", lambda: make_product().owner, "1 product (owner): Umbra Chat", "merge it"),
    ("companies_market", lambda: make_fact(make_market()).subject.market, "1 fact", "merge it"),
    (
        "companies_modelfamily",
        lambda: once_public(make_family()),
        "readers, who see it or saw it",
        "merge it",
    ),
    ("companies_product", lambda: once_public(make_product()), "readers, who see it or saw it", "merge it"),
    ("facts_fact", relied_on, "something public that relies on it", "withdraw it"),
    ("facts_fact", typed_in_a_draft, "the text of 1 article: It counts", "supersede it"),
    ("facts_metric", lambda: make_fact().metric, "1 fact", "correct its name"),
    ("facts_scope", lambda: make_fact(scope="China").scope, "1 fact", "leave it"),
    ("facts_source", lambda: make_fact().source, "1 fact", "withdraw it"),
    ("questions_question", lambda: asked("<p>So.</p>", timezone.now()), "its answer", "decline it"),
]
#: Those that are a part of what they are about, and go when that was wrong; and what nobody sees.
NEVER_HELD = {"articles_declaration", "companies_ownership", "webhooks_endpoint"}


def test_every_model_that_can_be_deleted_stands_in_the_table() -> None:
    assert {model for model, (*_, delete) in MODELS.items() if delete} == {
        row[0] for row in HELD
    } | NEVER_HELD


@pytest.mark.parametrize(("model", "make", "by", "instead"), HELD)
def test_what_is_held_stays_and_the_page_says_why(
    admin_user: User, model: str, make: Callable[[], Any], by: str, instead: str
) -> None:
    obj, client = make(), signed_in(admin_user)
    page = reverse(f"admin:{model}_delete", args=[obj.pk])
    shown = words(client.get(page))
    assert "cannot be deleted" in shown and by in shown and instead in shown
    assert 'name="post"' not in client.get(page).text
    assert "cannot be deleted" in client.post(page, {"post": "yes"}).text
    ticked = {"action": "delete_selected", "_selected_action": obj.pk, "post": "yes"}
    assert instead in client.post(reverse(f"admin:{model}_changelist"), ticked).text
    assert type(obj)._default_manager.filter(pk=obj.pk).exists()


def words(response: Any) -> str:
    """What a page says, without its mark-up."""
    return " ".join(strip_tags(response.text).split())


def deleted(client: Client, model: str, obj: Any) -> str:
    """What the page says before an object is deleted. It is gone then."""
    page = reverse(f"admin:{model}_delete", args=[obj.pk])
    shown = words(client.get(page))
    assert client.post(page, {"post": "yes"}).status_code == 302
    assert not type(obj)._default_manager.filter(pk=obj.pk).exists()
    return shown


def test_what_nothing_holds_goes_with_what_belongs_to_it(publisher: User, admin_user: User) -> None:
    article = make_article(by=publisher)
    article.faq.create(question="Why?", answer="<p>So.</p>")
    save_revision(article, by=publisher)
    Suggestion.objects.create(article=article, kind="record", text="Umbra")
    shown = deleted(signed_in(publisher), "articles_article", article)
    for along in ("1 FAQ entry: Why?", "1 byline: Ada Umber", "1 revision", "1 suggestion", "1 link between"):
        assert along in shown
    assert not Revision.objects.exists()
    client = signed_in(admin_user)
    model = make_model()
    releases.claim(model, status="announced", window="2027", words="in 2027", claimed_on="2026-01-01")
    model.aliases.create(text="Pen")
    shown = deleted(client, "companies_aimodel", model)
    assert "1 release claim" in shown and "1 alias: Pen" in shown
    assert not ReleaseClaim.objects.exists()
    assert "1 answer" in deleted(client, "questions_question", asked("<p>So.</p>", None))
    assert not Answer.objects.exists()
    tie = Ownership.objects.create(owner=make_company(), owned=make_company(), type="parent")
    for name, obj in (
        ("companies_ownership", tie),
        ("articles_author", Author.objects.create(name="Bo Gray", slug="bo-gray")),
        ("articles_topic", make_topic()),
        ("articles_image", make_image()),
        ("facts_fact", make_fact()),
        ("facts_scope", Scope.objects.create(name="China")),
    ):
        assert "Nothing else goes along." in deleted(client, name, obj)


def test_of_several_none_is_deleted_while_one_is_held(admin_user: User) -> None:
    loose, held = make_company("Loose"), make_product().owner
    client, page = signed_in(admin_user), reverse("admin:companies_company_changelist")
    ticked = {"action": "delete_selected", "_selected_action": [loose.pk, held.pk], "post": "yes"}
    shown = client.post(page, ticked).text
    assert "None of the 2 is deleted" in shown and "1 product" in shown
    assert Company.objects.filter(pk=loose.pk).exists()
    client.post(page, ticked | {"_selected_action": [loose.pk]})
    assert not Company.objects.filter(pk=loose.pk).exists()


def test_what_was_withdrawn_was_public(publisher: User) -> None:
    article = published()
    withdraw(article, by=publisher, note="It was wrong.")
    page = reverse("admin:articles_article_delete", args=[article.pk])
    assert "cannot be deleted" in signed_in(publisher).post(page, {"post": "yes"}).text


def test_who_may_not_delete_is_not_told_what_holds_it(editor: User) -> None:
    page = reverse("admin:articles_article_delete", args=[published().pk])
    assert signed_in(editor).get(page).status_code == 403


def test_asking_for_many_takes_no_more_queries(admin_user: User) -> None:
    client, page = signed_in(admin_user), reverse("admin:facts_fact_changelist")

    def asked_for(count: int) -> int:
        facts = [typed_in_a_draft() for _ in range(count)]
        ticked = {"action": "delete_selected", "_selected_action": [fact.pk for fact in facts]}
        with CaptureQueriesContext(connection) as queries:
            assert "Held by" in client.post(page, ticked).text
        return len(queries)

    asked_for(1)  # what is looked up once a process
    few = asked_for(2)
    assert asked_for(10) == few
    assert few < 30
