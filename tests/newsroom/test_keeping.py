"""What is typed and not saved: kept for whoever types it, offered again, and never in anybody's way."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from newsroom.models import Autosave, Presence
from tests.editing import change, faq_rows, signed_in, typed
from tests.factories import make_article, make_author, make_topic

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

ADD = "/admin/articles/article/add/"


def keep(client: Client, article: Article | None, form: Any, **values: Any) -> Any:
    """What the form sends by itself every few seconds."""
    where = f"{article.pk}/" if article else ""
    sent = typed(article, **values) | {"_form": str(form)}
    return client.post(f"/admin/articles/article/{where}keep/", sent)


def offered(client: Client, page: str) -> str:
    """What the page says of words that were typed and not saved."""
    found: str = client.get(page).text.partition('<div id="offered">')[2].partition("<details id=")[0]
    return found


def test_what_is_typed_is_kept_without_a_revision_and_brought_back_whole(editor: User) -> None:
    article, writer, topic = make_article(by=editor), make_author("Bo Lantern"), make_topic("Lamps")
    article.faq.create(question="Old?", answer="<p>Yes.</p>", position=0)
    client, form = signed_in(editor), uuid4()
    byline = article.bylines.get()
    rows = faq_rows((article.faq.get().pk, "Old?"), ("", "New?")) | {"faq-1-answer": "<p onclick=x>So.</p>"}
    rows |= {
        "bylines-TOTAL_FORMS": 2,
        "bylines-INITIAL_FORMS": 1,
        **{"bylines-0-id": byline.pk, "bylines-0-author": byline.author_id, "bylines-0-position": 0},
        **{"bylines-1-id": "", "bylines-1-author": writer.pk, "bylines-1-position": 0},
    }
    body = '<p>Half a <script>alert(1)</script><b onclick="x">sentence</b> with \0 nothing'
    answer = keep(client, article, form, body=body, topics=[topic.pk], dated="2026-02-30", **rows)
    assert answer.json() == {"at": timezone.localtime().strftime("%H:%M")}
    kept = Autosave.objects.get()
    assert kept.typed["body"] == ["<p>Half a sentence with  nothing</p>"]
    assert (article.revisions.count(), article.faq.count(), article.bylines.count()) == (0, 1, 1)

    said = offered(client, change(article))
    assert all(field in said for field in ("Body", "Topics", "Dated", "FAQ", "Authors"))
    page = client.get(change(article), {"_form": str(form)})
    shown = page.context["adminform"].form
    assert shown["body"].value() == "<p>Half a sentence with  nothing</p>"
    assert shown["dated"].value() == "2026-02-30"
    assert 'value="New?"' in page.text and "So." in page.text and "Bo Lantern" in page.text
    assert 'value="Old?"' in page.text
    assert f'name="_form" value="{form}"' in page.text
    assert "errorlist" not in page.text


def test_a_save_ends_it_and_nothing_that_comes_late_is_offered_again(editor: User) -> None:
    article, client, form = make_article(by=editor), signed_in(editor), uuid4()
    keep(client, article, form, headline="Half")
    client.post(change(article), typed(article, headline="Whole") | {"_form": str(form)})
    assert Autosave.objects.get().typed == {}
    assert keep(client, article, form, headline="Half").status_code == 410
    assert not offered(client, change(article)).strip().startswith("<section")


def test_a_save_that_is_refused_keeps_what_was_typed(editor: User, publisher: User) -> None:
    article, client, form = make_article("Old words", by=editor), signed_in(editor), uuid4()
    keep(client, article, form, headline="My words")
    signed_in(publisher).post(change(article), typed(article, headline="Their words"))
    said = offered(client, change(article))
    assert "The article was saved since then" in said
    back = client.get(change(article), {"_form": str(form)}).context["adminform"].form
    again = typed(article, headline=back["headline"].value(), based_on=back["based_on"].value())
    response = client.post(change(article), again | {"_form": str(form)})
    assert response.status_code == 409
    assert "Revision 1, saved by publisher on" in response.text
    assert "<del>Their</del>" in response.text and "<ins>My</ins>" in response.text
    assert 'value="My words"' in response.text and f'name="_form" value="{form}"' in response.text
    assert Autosave.objects.of(editor, article).get().typed["headline"] == ["My words"]


def test_a_new_article_is_kept_before_it_is_ever_saved(contributor: User) -> None:
    client, form = signed_in(contributor), uuid4()
    assert keep(client, None, form, headline="A first line").status_code == 200
    assert "A first line" in offered(client, ADD)
    page = client.get(ADD, {"_form": str(form)})
    assert page.context["adminform"].form["headline"].value() == "A first line"
    client.post(ADD, typed(headline="A first line") | {"_form": str(form)})
    assert Article.objects.get().headline == "A first line"
    assert "A first line" not in offered(client, ADD)


def test_what_differs_in_nothing_is_not_offered_and_what_is_discarded_is_gone(editor: User) -> None:
    article, client = make_article(by=editor), signed_in(editor)
    same = {"standfirst": article.standfirst, "topics": [article.topics.get().pk]}
    byline = article.bylines.get()
    same |= {"bylines-TOTAL_FORMS": 1, "bylines-INITIAL_FORMS": 1, "bylines-0-id": byline.pk}
    same |= {"bylines-0-author": byline.author_id, "bylines-0-position": 0}
    forms = uuid4(), uuid4()
    keep(client, article, forms[0], **same)
    assert "<section" not in offered(client, change(article))
    keep(client, article, forms[1], **same | {"headline": "Other"})
    assert "It differs from the saved text in: Headline." in offered(client, change(article))
    client.post(f"/admin/articles/article/{article.pk}/discard/", {"_form": str(forms[1])})
    assert "<section" not in offered(client, change(article))


def test_nobody_sees_or_keeps_another_s_and_a_deleted_article_takes_no_words_along(
    contributor: User, editor: User, publisher: User
) -> None:
    article, form = make_article(by=editor), uuid4()
    client = signed_in(editor)
    keep(client, article, form, headline="Canary in moonlight")
    for user in (contributor, publisher):
        for page in (change(article), ADD):
            assert "in moonlight" not in signed_in(user).get(page, {"_form": str(form)}).text
    assert keep(signed_in(contributor), article, uuid4()).status_code == 403
    assert keep(Client(), article, uuid4()).status_code == 302
    article.bylines.all().delete()
    article.delete()
    assert "Canary in moonlight" in offered(client, ADD)
    assert client.get(ADD, {"_form": str(form)}).status_code == 200


def test_what_nobody_comes_back_for_goes_by_itself_and_each_keeps_a_few(editor: User) -> None:
    article, client = make_article(by=editor), signed_in(editor)
    keep(client, article, uuid4(), headline="Forgotten")
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        client.force_login(editor)
        for n in range(7):
            keep(client, article, uuid4(), headline=f"Line {n}")
        kept = Autosave.objects.of(editor, article)
        assert [row.typed["headline"] for row in kept] == [[f"Line {n}"] for n in (6, 5, 4, 3, 2)]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"_form": "x"},
        {"bylines-TOTAL_FORMS": "9999999999", "faq-TOTAL_FORMS": "-1"},
        {"lead_image": "x", "topics": ["x", "-1", "9" * 30], "bylines-0-author": "'", "kind": "x"},
        {"headline": "x" * 100_000, "based_on": "x", "dated": "0001-01-01", "slug": "a b"},
    ],
)
def test_whatever_is_sent_by_hand_breaks_no_page(editor: User, sent: dict[str, Any]) -> None:
    article, client, form = make_article(by=editor), signed_in(editor), uuid4()
    values = typed(article, **{"bylines-TOTAL_FORMS": 1}) | {"_form": str(form)} | sent
    answer = client.post(f"/admin/articles/article/{article.pk}/keep/", values if sent else {})
    assert answer.status_code == (200 if sent and sent.get("_form") != "x" else 400)
    assert client.get(change(article)).status_code == 200
    assert client.get(change(article), {"_form": str(form)}).status_code == 200
    assert client.post(f"/admin/articles/article/{article.pk}/preview/", values).status_code == 200


def present(client: Client, article: Article, **sent: Any) -> Any:
    return client.post(f"/admin/articles/article/{article.pk}/present/", {"based_on": article.version} | sent)


def test_it_is_said_who_else_is_here_since_when_and_that_it_was_saved(editor: User, publisher: User) -> None:
    article = make_article(by=editor)
    publisher.username, publisher.email = "wen@example.org", "wen@example.org"
    publisher.save()
    here, there = signed_in(editor), signed_in(publisher)
    with time_machine.travel("2026-06-01 12:00:00Z", tick=False) as clock:
        for client, user in ((here, editor), (there, publisher)):
            client.force_login(user)
        assert present(there, article).json() == {"version": 0, "others": []}
        clock.shift(60)
        assert present(here, article).json()["others"] == [{"name": "wen", "since": "13:00", "typing": False}]
        keep(there, article, uuid4(), headline="Theirs")
        present(there, article)
        clock.shift(60)
        assert present(here, article).json()["others"] == [{"name": "wen", "since": "13:00", "typing": True}]
        there.post(change(article), typed(article, headline="Theirs"))
        assert present(here, article).json()["saved"] == {"by": "wen", "own": False, "at": "13:02"}
        present(there, article, left="1")
        clock.shift(5)
        present(there, article)  # back on the page after the save
        assert present(here, article).json()["others"][0]["since"] == "13:00"
        present(there, article, left="1")
        clock.shift(11)
        assert present(here, article).json()["others"] == []
        clock.shift(100)
        assert present(there, article).json()["others"] == []
    assert Presence.objects.count() == 2


def test_who_is_here_is_one_question_however_many_are(editor: User) -> None:
    article, client = make_article(by=editor), signed_in(editor)
    present(client, article)

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            present(client, article)
        return [query["sql"] for query in queries]

    before = len(asked())
    for n in range(5):
        user = User.objects.create_user(f"writer-{n}", is_staff=True, is_superuser=True)
        present(signed_in(user), article)
    queries = asked()
    assert len(queries) == before
    assert sum("newsroom_presence" in sql and sql.startswith("SELECT") for sql in queries) == 1
