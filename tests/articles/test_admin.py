"""Writing an article in the admin: saving, meeting another's save, publishing, restoring."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article, Edition
from articles.publishing import publish
from articles.revisions import restore, save_revision
from tests.editing import change, faq_rows, press, send, signed_in, typed
from tests.factories import make_article, make_author

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def test_the_editor_gets_the_nonce_for_its_import_map(editor: User) -> None:
    response = signed_in(editor).get("/admin/articles/article/add/")
    policy = response["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert f'<script nonce="{nonce}" type="importmap">' in response.text.replace(
        f'type="importmap" nonce="{nonce}"', f'nonce="{nonce}" type="importmap"'
    )


def test_a_save_keeps_a_revision_and_who_made_it(contributor: User) -> None:
    response = signed_in(contributor).post("/admin/articles/article/add/", typed())
    article = Article.objects.get()
    assert response.status_code == 302
    assert (article.created_by, article.version) == (contributor, 1)
    assert [(r.number, r.by) for r in article.revisions.all()] == [(1, contributor)]


def test_a_save_goes_through_the_one_sanitiser(editor: User) -> None:
    hostile = (
        '<p onclick="x()">A <data value="fact:7">figure</data></p><aside data-callout="x"><p>B</p></aside>'
    )
    signed_in(editor).post("/admin/articles/article/add/", typed(body=hostile))
    assert Article.objects.get().body == '<p>A <data value="fact:7">figure</data></p><p>B</p>'


def test_a_stale_save_is_refused_and_both_texts_are_shown(editor: User) -> None:
    article = make_article("Old words", by=editor)
    client = signed_in(editor)
    client.post(change(article), typed(article, headline="Their words"))
    response = client.post(change(article), typed(article, headline="My words"))
    assert response.status_code == 409
    assert "Their" in response.text and 'value="My words"' in response.text
    article.refresh_from_db()
    assert article.headline == "Their words"


def test_after_a_refused_save_saving_again_takes_the_own_text(editor: User) -> None:
    article = make_article("Old words", by=editor)
    client = signed_in(editor)
    client.post(change(article), typed(article, headline="Their words"))
    form = client.post(change(article), typed(article, headline="My words")).context["adminform"].form
    client.post(change(article), typed(article, headline="My words", based_on=form["based_on"].value()))
    article.refresh_from_db()
    assert article.headline == "My words"
    assert article.revisions.get(number=1).content["headline"] == "Their words"


def sent(field: Any) -> Any:
    """What the browser sends of a field of a page."""
    return "" if field.value() in (None, False) else field.value()


def save_over(client: Client, article: Article, **mine: Any) -> Any:
    """Save, see what somebody else saved meanwhile, and send the form again as it came back. The comparison."""
    refused = client.post(change(article), typed(article, headline="Mine") | mine)
    assert refused.status_code == 409
    form = refused.context["adminform"].form
    again = {name: sent(form[name]) for name in form.fields}
    for inline in refused.context["inline_admin_formsets"]:
        rows = inline.formset
        for part in (rows.management_form, *rows.forms):
            again |= {part.add_prefix(name): sent(part[name]) for name in part.fields}
    response = client.post(change(article), again | {"_continue": "1"})
    assert response.status_code == 302, response.context["errors"]
    return {row.label: row for row in refused.context["conflict"]}


def test_faq_entries_of_two_editors_are_compared_and_none_is_lost(editor: User) -> None:
    article = make_article(by=editor)
    kept, removed = [
        article.faq.create(question=q, answer="<p>Yes.</p>", position=n) for n, q in enumerate("ab")
    ]
    client = signed_in(editor)
    theirs = faq_rows((kept.pk, "a, as they say"), (removed.pk, "b"), (None, "theirs"))
    client.post(change(article), typed(article, **theirs, **{"faq-1-DELETE": "on"}))
    mine = faq_rows((kept.pk, "a, as I say"), (removed.pk, "b"), (None, "mine"))
    compared = save_over(client, article, **mine)
    assert "they" in compared["FAQ"].before and "mine" in compared["FAQ"].after
    assert [e.question for e in article.faq.all()] == ["a, as I say", "b", "theirs", "mine"]


def test_an_author_whom_two_editors_add_stands_in_the_byline_once(editor: User) -> None:
    article, added, other = make_article(by=editor, authors=[]), make_author("Both"), make_author("Mine")
    client = signed_in(editor)
    rows = {"bylines-TOTAL_FORMS": 1, "bylines-0-author": added.pk, "bylines-0-position": 0}
    client.post(change(article), typed(article, **rows))
    rows |= {"bylines-TOTAL_FORMS": 2, "bylines-1-author": other.pk, "bylines-1-position": 0}
    compared = save_over(client, article, **rows)
    assert "Both" in compared["authors"].before and "Mine" in compared["authors"].after
    assert {author.name for author in article.authors.all()} == {"Both", "Mine"}


def test_restoring_an_earlier_text_does_not_shut_out_whoever_has_the_article_open(editor: User) -> None:
    article = make_article(by=editor)
    entry = article.faq.create(question="Why?", answer="<p>Because.</p>")
    first = save_revision(article, by=editor)
    assert first is not None
    restore(first, by=editor)
    save_over(signed_in(editor), article, **faq_rows((entry.pk, "Why?")))
    assert [e.question for e in article.faq.all()] == ["Why?"]


@pytest.mark.parametrize("answer", ["<p></p>", "<p> <em>\u200b</em></p>"])
def test_a_faq_entry_without_an_answer_is_refused(editor: User, answer: str) -> None:
    article = make_article(by=editor)
    rows = faq_rows((None, "Why?")) | {"faq-0-answer": answer}
    assert "The answer is empty." in signed_in(editor).post(change(article), typed(article, **rows)).text
    assert not article.faq.exists()


def test_an_invalid_form_does_not_use_up_the_version(editor: User) -> None:
    article = make_article(by=editor)
    client = signed_in(editor)
    assert client.post(change(article), typed(article, headline="")).status_code == 200
    page = client.post(change(article), typed(article, backstory="x" * 1001)).text
    assert "“How this was reported” is 1 character too long: it has at most 1,000." in page
    article.refresh_from_db()
    assert article.version == 0


def test_new_faq_entries_go_to_the_end(editor: User) -> None:
    article = make_article(by=editor)
    rows = {"faq-TOTAL_FORMS": 2}
    for n, question in enumerate(("First?", "Second?")):
        rows |= {f"faq-{n}-question": question, f"faq-{n}-answer": "<p>Yes.</p>", f"faq-{n}-position": 0}
    signed_in(editor).post(change(article), typed(article, **rows))
    assert list(article.faq.values_list("question", "position")) == [("First?", 0), ("Second?", 1)]


def test_a_contributor_changes_only_their_own(contributor: User, editor: User) -> None:
    own, other = make_article(by=contributor), make_article("Another piece", by=editor)
    client = signed_in(contributor)
    assert client.post(change(own), typed(own, headline="Mine")).status_code == 302
    assert client.post(change(other), typed(other, headline="Not mine")).status_code == 403


def test_only_publishers_publish(contributor: User, editor: User) -> None:
    article = make_article(by=contributor)
    for user in (contributor, editor):
        assert press(signed_in(user), article, "publish").status_code == 403
    assert not Edition.objects.exists()


def test_looking_at_the_page_that_publishes_publishes_nothing(publisher: User) -> None:
    article = make_article(by=publisher)
    assert signed_in(publisher).get(f"/admin/articles/article/{article.pk}/publish/").status_code == 200
    assert not Edition.objects.exists()


def test_publish_schedule_cancel_and_withdraw(publisher: User) -> None:
    article = make_article(by=publisher)
    client = signed_in(publisher)
    send(client, article)
    send(client, article, when="later", at_0="2090-01-10", at_1="10:00", note="More is known.")
    assert Edition.objects.waiting().get().article == article
    press(client, article, "move", at_0="2090-06-10", at_1="10:00")
    assert "It appears on 10 June 2090, 10:00 BST (UTC+01:00)." in client.get(change(article)).text
    press(client, article, "cancel")
    assert not Edition.objects.waiting().exists()
    press(client, article, "withdraw", note="It was wrong.")
    assert not Edition.objects.live().exists()


def test_a_refusal_is_shown_in_its_own_words(publisher: User) -> None:
    article = make_article(by=publisher, body="")
    assert "The body is empty." in send(signed_in(publisher), article).context["form"].non_field_errors()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_time_outside_the_calendar_is_refused(publisher: User, day: str) -> None:
    article = make_article(by=publisher)
    response = send(signed_in(publisher), article, when="later", at_0=day, at_1="00:00")
    assert "Give a year between 1970 and 2100." in response.text


def test_handing_on_moves_the_working_copy(contributor: User) -> None:
    article = make_article(by=contributor)
    press(signed_in(contributor), article, "hand-on", verb="submit")
    article.refresh_from_db()
    assert article.state == Article.State.IN_REVIEW


def test_a_slug_that_was_public_is_not_given_away(publisher: User) -> None:
    article = make_article(by=publisher, slug="the-old-one")
    publish(article, by=publisher)
    Article.objects.filter(pk=article.pk).update(slug="the-new-one")
    response = signed_in(publisher).post("/admin/articles/article/add/", typed(slug="the-old-one"))
    assert "is or was the address of another article" in response.text


def test_an_earlier_text_is_restored_as_a_new_revision(editor: User) -> None:
    article = make_article(body="<p>First words.</p>")
    article.faq.create(question="Why?", answer="<p>Because.</p>")
    first = save_revision(article, by=editor)
    article.faq.all().delete()
    Article.objects.filter(pk=article.pk).update(
        body="<p>Second words.</p>", headline="Second", backstory="Asked twice."
    )
    assert first is not None
    url = reverse("admin:articles_revision_restore", args=[first.pk])
    response = signed_in(editor).post(url, {"_form_submitted": "on", "why": "It was better."})
    assert response.headers["HX-Redirect"].endswith(f"/articles/article/{article.pk}/change/")
    article.refresh_from_db()
    assert (article.body, article.headline) == ("<p>First words.</p>", first.content["headline"])
    assert article.backstory == ""
    assert [entry.question for entry in article.faq.all()] == ["Why?"]
    # what it was in between is kept too, and an open form with the old version is shown both
    assert [r.content["headline"] for r in article.revisions.order_by("number")] == [
        *(first.content["headline"], "Second", first.content["headline"])
    ]
    assert article.version == 1


def test_a_contributor_restores_nobody_elses_text(contributor: User, editor: User) -> None:
    revision = save_revision(make_article(), by=editor)
    assert revision is not None
    url = reverse("admin:articles_revision_restore", args=[revision.pk])
    assert signed_in(contributor).post(url, {}).status_code == 403
