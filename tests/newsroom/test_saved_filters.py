"""A filter of a list is kept under a name, for oneself or for the house, and shown above the list."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from newsroom.models import SavedFilter
from tests.editing import signed_in

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

ARTICLES, FACTS = "/admin/articles/article/", "/admin/facts/fact/"


def keep(client: Client, **sent: Any) -> Any:
    form = {"list": "articles.article", "query": "state__exact=draft&p=3", "name": "Drafts"} | sent
    return client.post("/admin/filters/save/", form, follow=True)


def shown(client: Client, page: str) -> dict[str, str]:
    """The filters above a list, by name, with where they lead."""
    html = client.get(page).text
    nav = re.search(r'<nav aria-label="Saved filters">.*?</nav>', html, re.DOTALL)
    links = re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)', nav[0]) if nav else []
    return {name.strip(): address for address, name in links}


def test_what_a_list_is_filtered_by_is_kept_without_its_page(contributor: User) -> None:
    client = signed_in(contributor)
    assert "Keep this filter" not in client.get(ARTICLES).text
    assert "Keep this filter" in client.get(f"{ARTICLES}?q=shadow").text
    assert "“Drafts” is kept." in keep(client).text
    assert shown(client, ARTICLES) == {"Drafts": f"{ARTICLES}?state__exact=draft"}
    assert 'aria-current="true"' in client.get(f"{ARTICLES}?state__exact=draft").text
    assert shown(client, "/admin/articles/edition/") == {}


def test_every_list_has_them(admin_user: User) -> None:
    client = signed_in(admin_user)
    for listed, page in (("facts.fact", FACTS), ("auth.user", "/admin/auth/user/")):
        keep(client, list=listed, query="q=shadow", name="Shadows")
        assert shown(client, page) == {"Shadows": f"{page}?q=shadow"}


def test_one_for_the_house_is_seen_by_all_and_deleted_by_whoever_may_share(
    contributor: User, editor: User, publisher: User
) -> None:
    keep(signed_in(editor), shared="on")
    [saved] = SavedFilter.objects.all()
    assert "Drafts" in shown(signed_in(contributor), ARTICLES)
    delete = f"/admin/filters/{saved.pk}/delete/"
    assert signed_in(contributor).post(delete).status_code == 403
    assert signed_in(publisher).get(delete).status_code == 405
    assert "The filter “Drafts” is deleted." in signed_in(publisher).post(delete, follow=True).text
    assert not SavedFilter.objects.exists()


def test_ones_own_are_nobody_elses(contributor: User, editor: User) -> None:
    keep(signed_in(contributor))
    assert shown(signed_in(editor), ARTICLES) == {}
    [saved] = SavedFilter.objects.all()
    assert signed_in(editor).post(f"/admin/filters/{saved.pk}/delete/").status_code == 403


def test_requests_by_hand_open_nothing(contributor: User) -> None:
    client = signed_in(contributor)
    assert keep(client, shared="on").status_code == 403
    assert keep(client, list="auth.user", query="q=a").status_code == 403
    assert keep(client, list="no.list").status_code == 403
    assert Client().post("/admin/filters/save/").status_code == 302
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        ({"name": " "}, "Name: This field cannot be blank."),
        ({"name": "n" * 61}, "Name: Ensure this value has at most 60 characters (it has 61)."),
        ({"query": "p=2"}, "the list shows everything"),
        ({"query": "created_by__password__startswith=a"}, "does not understand this filter"),
        ({"query": "no_column=1"}, "does not understand this filter"),
        ({"query": "q=" + "n" * 1000}, "too long to be kept"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(
    editor: User, sent: dict[str, str], refusal: str
) -> None:
    assert refusal in keep(signed_in(editor), **sent).text
    assert not SavedFilter.objects.exists()


def test_a_name_is_given_once(editor: User, publisher: User) -> None:
    keep(signed_in(editor))
    assert "You have a filter of this name" in keep(signed_in(editor), query="q=other").text
    keep(signed_in(editor), name="Ours", shared="on")
    assert "The house has a filter of this name" in keep(signed_in(publisher), name="Ours", shared="on").text
    assert SavedFilter.objects.count() == 2
