"""Names in our articles that look like records and are none: found, offered by how often, decided for good."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article
from articles.publishing import publish
from articles.revisions import save_revision
from companies.indexing import saved
from companies.models import Company
from newsroom.models import Unrecorded
from newsroom.records import unrecorded
from newsroom.records.unrecorded import compared, look, waiting
from tests.editing import signed_in
from tests.factories import make_article, make_company, make_family

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

TENEBRA = "<p>Tenebra, a start-up from Lisbon, released its first model, Gloam 2, in March.</p>"
MORE = "<p>Tenebra, a start-up from Lisbon, says that it hires.</p>"


def offered() -> dict[str, int]:
    return {name.name: name.mentions for name in Unrecorded.objects.open().most_mentioned()}


def test_names_are_offered_by_how_many_articles_have_them() -> None:
    make_article(body=TENEBRA)
    make_article(body=MORE)
    assert look() == 2
    assert list(offered().items()) == [("Tenebra", 2), ("Gloam 2", 1)]
    gloam = Unrecorded.objects.get(name="Gloam 2")
    assert (gloam.kind, gloam.parent) == ("model", "Tenebra")


def test_what_has_a_record_is_not_offered_and_goes_when_it_gets_one() -> None:
    make_company("Tenebra")
    make_article(body=TENEBRA)
    look()
    assert set(offered()) == {"Gloam 2"}
    umbra = make_family("Umbra")
    umbra.aliases.create(text="GLOAM-2")
    saved(umbra)
    assert offered() == {}


def test_what_readers_see_counts_beside_the_working_copy_and_what_is_gone_does_not() -> None:
    article = make_article(body=TENEBRA)
    publish(article, by=None)
    Article.objects.filter(pk=article.pk).update(body="<p>Nothing.</p>")
    look()
    assert set(offered()) == {"Tenebra", "Gloam 2"}
    article.refresh_from_db()
    publish(article, by=None, note="Shorter.")
    look()
    assert offered() == {}


def test_only_what_was_saved_since_is_looked_at_again(capsys: pytest.CaptureFixture[str]) -> None:
    article, _ = make_article(body=TENEBRA), make_article()
    call_command("find_unrecorded")
    assert "2 articles looked at." in capsys.readouterr().out
    assert look() == 0
    article.save()
    assert list(waiting()) == [article]


def test_looking_that_was_broken_off_is_carried_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unrecorded, "BATCH", 1)
    for _ in range(3):
        make_article(body=MORE)

    def stop(done: int, left: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        look(stop)
    assert offered() == {"Tenebra": 1}
    assert look() == 2
    assert offered() == {"Tenebra": 3}


def test_an_article_that_is_saved_is_looked_at_by_itself(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        save_revision(make_article(body=MORE), by=None)
    assert offered() == {"Tenebra": 1}


def test_a_name_is_never_offered_again(editor: User) -> None:
    make_article(body=TENEBRA)
    look()
    client, page = signed_in(editor), reverse("newsroom:mentioned")
    assert "Gloam 2" in client.get(page).text
    gloam = Unrecorded.objects.get(name="Gloam 2")
    decided = client.post(reverse("newsroom:never_offer", args=[gloam.pk]), follow=True)
    assert "“Gloam 2” is not offered again." in decided.text
    make_article(body=TENEBRA)
    look()
    assert set(offered()) == {"Tenebra"}
    assert "Gloam" not in client.get(page).text


def test_a_name_that_is_never_offered_can_be_offered_again(editor: User) -> None:
    article = make_article(body=TENEBRA)
    look()
    client = signed_in(editor)
    offers, dismissed = reverse("newsroom:mentioned"), reverse("newsroom:mentioned", query={"dismissed": ""})
    gloam = Unrecorded.objects.get(name="Gloam 2")
    assert "Gloam" not in client.get(dismissed).text
    client.post(reverse("newsroom:never_offer", args=[gloam.pk]))
    assert '<th scope="row">Gloam 2</th>' in (page := client.get(dismissed).text)
    assert f"<td>{editor}</td>" in page
    assert "Tenebra</th>" not in page
    undone = client.post(reverse("newsroom:offer_again", args=[gloam.pk]), follow=True)
    assert "“Gloam 2” is offered again." in undone.text
    assert "Gloam 2</th>" not in undone.text
    assert "Gloam 2</th>" in client.get(offers).text
    unrecorded.never_offer(gloam, by=editor)
    article.delete()
    assert "Gloam 2</th>" in client.get(dismissed).text


def test_the_names_can_be_narrowed(editor: User) -> None:
    make_article(body=TENEBRA)
    look()
    client = signed_in(editor)
    found = client.get(reverse("newsroom:mentioned", query={"name": "gloAM"})).text
    assert "Gloam 2</th>" in found
    assert "Tenebra</th>" not in found
    nothing = client.get(reverse("newsroom:mentioned", query={"name": "\0<b>"})).text
    assert "&lt;b&gt;”." in nothing


def test_the_form_of_the_record_is_filled_and_saving_it_takes_the_name_away(editor: User) -> None:
    make_article(body=TENEBRA)
    look()
    client = signed_in(editor)
    tenebra, gloam = (Unrecorded.objects.get(name=name) for name in ("Tenebra", "Gloam 2"))
    form = client.get(reverse("newsroom:make_record", args=[tenebra.pk]), follow=True)
    first = form.context["adminform"].form.initial
    assert (first["name"], first["slug"]) == ("Tenebra", "tenebra")
    sent = {"name": "Tenebra", "slug": "tenebra", "sort": "lab"}
    for rows in ("owners", "holdings", "listings", "aliases", "sources"):
        sent |= {f"{rows}-TOTAL_FORMS": "0", f"{rows}-INITIAL_FORMS": "0"}
    client.post(reverse("admin:companies_company_add"), sent)
    assert set(offered()) == {"Gloam 2"}
    form = client.get(reverse("newsroom:make_record", args=[gloam.pk]), follow=True)
    assert form.context["adminform"].form.initial["developer"] == str(tenebra_id())


def tenebra_id() -> int:
    return Company.objects.get(name="Tenebra").pk


def test_looking_at_many_asks_no_more_than_at_few() -> None:
    def asked(count: int) -> int:
        for _ in range(count):
            make_article(body=TENEBRA)
        with CaptureQueriesContext(connection) as queries:
            look()
        return len(queries)

    asked(1)
    few = asked(2)
    assert asked(20) == few


@given(st.text(max_size=30))
def test_a_compared_name_compares_as_itself(name: str) -> None:
    assert compared(compared(name)) == compared(name)


def test_case_width_spaces_and_hyphens_make_no_other_name() -> None:
    assert compared("GLOAM-2") == compared("Gloam 2") == compared("Ｇｌｏａｍ２") == "gloam2"
