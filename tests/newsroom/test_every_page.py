"""What holds of every page of the admin."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from articles.models import Article
from articles.publishing import publish
from questions.models import Question
from tests.editing import signed_in
from tests.factories import make_article, make_company, make_fact, make_model

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def test_every_page_of_the_admin_opens(admin_user: User) -> None:
    make_article(by=admin_user, body=f'<p><data value="fact:{make_fact().pk}">163 million</data></p>')
    publish(Article.objects.get(), by=admin_user)
    make_model()
    client = signed_in(admin_user)
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages = [reverse(f"{name}_changelist"), reverse(f"{name}_changelist") + "?q=1"]
        if found := model._default_manager.first():
            pages.append(reverse(f"{name}_change", args=[found.pk]))
        for page in pages:
            assert client.get(page).status_code == 200, page


def test_only_what_readers_can_see_leads_to_the_site(publisher: User) -> None:
    client, article = signed_in(publisher), make_article()
    question = Question.objects.create(text="How many?", slug="how-many")
    private = [make_fact(), make_company(), article.authors.get(), article.topics.get(), question, article]
    for obj in private:
        page = reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])
        assert "View on site" not in client.get(page).text
    edition = publish(article, by=publisher)
    for seen in (edition, article, article.authors.get(), article.topics.get()):
        page = reverse(f"admin:{seen._meta.app_label}_{seen._meta.model_name}_change", args=[seen.pk])
        assert f'href="{seen.get_absolute_url()}"' in client.get(page).text


@pytest.mark.parametrize(
    "page", ["articles/article", "companies/company", "facts/fact", "questions/question"]
)
def test_a_list_asks_no_more_of_the_database_when_it_grows(
    editor: User, page: str, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(editor)
    for n in range(20):
        article = make_article(f"Piece {n}", by=editor)
        make_fact(make_company(f"Company {n}"))
        Question.objects.create(text=f"Why {n}?", slug="why", article=article)
    # Session, user, permissions, groups at each question of the one table; filters; counts; the rows.
    with django_assert_max_num_queries(19):
        assert client.get(f"/admin/{page}/").status_code == 200
