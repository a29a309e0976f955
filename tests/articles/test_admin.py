"""What editors can do in the admin, and what it refuses."""

from io import BytesIO
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture

from articles.models import Article, Edition, Image, Suggestion
from articles.publishing import publish
from articles.revisions import restore, save_revision
from changes.models import Change
from companies import pictures
from companies.models import AIModel, Company
from facts.models import Fact
from newsroom.importing.saving import save, understand
from questions.models import Question
from tests.factories import make_article, make_author, make_company, make_fact, make_model, make_product

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(article: Article | None = None, **values: Any) -> dict[str, Any]:
    """What the browser sends for an article's form."""
    form = {
        **{
            "headline": "New words",
            "slug": "new-words",
            "standfirst": "",
            "body": "<p>Text.</p>",
            "kind": "news",
        },
        **{"lead_image_alt": "", "closing": "", "search_title": "", "search_description": "", "dated": ""},
        **{
            "bylines-TOTAL_FORMS": 0,
            "bylines-INITIAL_FORMS": 0,
            "faq-TOTAL_FORMS": 0,
            "faq-INITIAL_FORMS": 0,
        },
        "based_on": article.version if article else 0,
        "_continue": "1",
    }
    if article:
        form |= {"headline": article.headline, "slug": article.slug, "body": article.body}
    return form | values


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def press(client: Client, article: Article, button: str, **values: Any) -> Any:
    """Submit the dialog behind one of the buttons."""
    return client.post(f"/admin/articles/article/{article.pk}/{button}/", {"_form_submitted": "on"} | values)


def send(client: Client, article: Article, **values: Any) -> Any:
    """Open the page that publishes and send its form: now, and as a major change, unless it is said otherwise."""
    page = f"/admin/articles/article/{article.pk}/publish/"
    seen = client.get(page).context["as_seen"]
    return client.post(page, {"as_seen": seen, "when": "now", "change": "major"} | values)


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


def faq_rows(*rows: tuple[Any, str]) -> dict[str, Any]:
    """FAQ rows as the browser sends them: the id (or nothing) and the question of each."""
    form: dict[str, Any] = {
        "faq-TOTAL_FORMS": len(rows),
        "faq-INITIAL_FORMS": sum(1 for pk, _ in rows if pk),
    }
    for n, (pk, question) in enumerate(rows):
        form |= {f"faq-{n}-id": pk or "", f"faq-{n}-question": question, f"faq-{n}-answer": "<p>Yes.</p>"}
        form[f"faq-{n}-position"] = n
    return form


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


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options: Any) -> SimpleUploadedFile:
    out = BytesIO()
    Picture.new("RGB", size, "navy").save(out, kind, **options)
    return SimpleUploadedFile(f"photo.{kind.lower()}", out.getvalue())


def test_a_picture_is_made_anew_without_what_the_camera_wrote() -> None:
    exif = Picture.Exif()
    exif[0x010F], exif[0x0112] = "A camera", 6  # its make, and "turn me"
    made = Picture.open(pictures.reencode(picture(exif=exif)))
    assert not made.getexif()
    assert made.size == (20, 40)


@pytest.mark.parametrize(
    ("upload", "reason"),
    [
        (
            SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            "Only JPEG, PNG and WebP",
        ),
        (picture("GIF"), "Only JPEG, PNG and WebP"),
        (SimpleUploadedFile("x.jpg", picture(size=(400, 400)).read()[:900]), "damaged"),
        (picture("PNG", (8000, 5001)), "40 million"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused(upload: SimpleUploadedFile, reason: str) -> None:
    with pytest.raises(pictures.PictureRefused, match=reason):
        pictures.reencode(upload)


def test_the_newsroom_sees_the_pictures_of_its_drafts(contributor: User) -> None:
    image = Image.objects.create(title="A photo", file=picture())
    page = signed_in(contributor).get(reverse("admin:articles_image_change", args=[image.pk])).text
    assert image.file.url in page
    response = signed_in(contributor).get(image.file.url)
    assert b"".join(response) and "no-store" in response.headers["Cache-Control"]
    outsider = User.objects.create_user("outsider", is_staff=True)
    assert signed_in(outsider).get(image.file.url).status_code == 403
    assert Client().get(image.file.url).headers["Location"].startswith("/admin/login/")
    assert signed_in(contributor).get("/admin/media/images/missing.jpeg").status_code == 404


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


def fact_form(**values: Any) -> dict[str, Any]:
    fact = make_fact()
    form = {
        "subject": fact.subject_id,
        "metric": fact.metric_id,
        "source": fact.source_id,
        "as_of": "2026-02",
    }
    return (
        form
        | {"nature": "measured", "qualifier": "exactly", "unit": "", "value": "over 171 million"}
        | values
    )


def test_a_fact_is_typed_as_it_is_written(editor: User) -> None:
    signed_in(editor).post("/admin/facts/fact/add/", fact_form())
    fact = Fact.objects.latest("pk")
    assert (fact.value, fact.unit, fact.qualifier) == (171_000_000, "people", "over")
    assert fact.recorded_by == editor


def test_a_value_that_is_no_amount_is_refused_with_a_sentence(editor: User) -> None:
    response = signed_in(editor).post("/admin/facts/fact/add/", fact_form(value="a great many"))
    assert "is not an amount" in response.text


def test_a_cited_fact_is_append_only(publisher: User) -> None:
    fact = make_fact()
    client, url = signed_in(publisher), ""
    url = reverse("admin:facts_fact_change", args=[fact.pk])
    assert 'name="value"' in client.get(url).text
    publish(make_article(body=f'<p><data value="fact:{fact.pk}">163 million</data></p>'), by=publisher)
    page = client.get(url).text
    assert 'name="value"' not in page and "163000000" not in page
    assert "163 million" in page
    assert client.post(url, fact_form()).status_code == 403


def test_superseding_leaves_the_old_value_as_it_was(editor: User) -> None:
    fact = make_fact()
    form = {"value": "160 million", "because": "revised by its source"}
    signed_in(editor).post(f"/admin/figures/{fact.pk}/supersede/", form)
    fact.refresh_from_db()
    assert (fact.value, fact.successor.value) == (163_000_000, 160_000_000)


@pytest.mark.parametrize("words", ["163", "163 million", "umbra", "monthly 163", "shadow 163", "2026-01"])
def test_the_picker_finds_a_fact_by_any_of_its_words(editor: User, words: str) -> None:
    fact = make_fact(make_product("Umbra Chat"))
    make_fact(make_company("Elsewhere"), value=5, as_of="2020", source="Other", metric="staff")
    found = signed_in(editor).get("/admin/facts/fact/picker/", {"q": words}).json()["results"]
    assert [row["id"] for row in found] == [fact.pk]


def test_the_picker_is_for_the_newsroom_alone() -> None:
    assert Client().get("/admin/facts/fact/picker/?q=1").status_code == 302


def record_form(**values: Any) -> dict[str, Any]:
    form = {
        "name": "Umbra",
        "slug": "umbra",
        "sort": "lab",
        **{
            f"{rows}-{count}_FORMS": 0
            for rows in ("owners", "holdings", "listings", "sources", "facts")
            for count in ("TOTAL", "INITIAL")
        },
        "aliases-TOTAL_FORMS": 0,
        "aliases-INITIAL_FORMS": 0,
    }
    return form | values


def test_a_name_that_mixes_scripts_is_refused(editor: User) -> None:
    client = signed_in(editor)
    response = client.post("/admin/companies/company/add/", record_form(name="Аlibaba"))  # a Cyrillic A
    assert "mixes Latin letters" in response.text
    rows = {"aliases-TOTAL_FORMS": 1, "aliases-0-text": "Umbrа", "aliases-0-kind": "brand"}  # a Cyrillic a
    assert "mixes Latin letters" in client.post("/admin/companies/company/add/", record_form(**rows)).text
    assert not Company.objects.exists()


def test_another_record_of_the_kind_keeps_its_slug(editor: User) -> None:
    make_company(slug="umbra")
    response = signed_in(editor).post("/admin/companies/company/add/", record_form())
    assert "is or was the address of another record" in response.text


def test_editing_a_public_record_tells_the_log(editor: User) -> None:
    company = make_company(slug="umbra", published_from="2020-01-01T00:00Z")
    url = reverse("admin:companies_company_change", args=[company.pk])
    signed_in(editor).post(
        url, record_form(name="Umbra Labs", published_from_0="2020-01-01", published_from_1="00:00")
    )
    assert Change.objects.filter(about="company", about_id=company.pk, silent=True).exists()


def test_release_claims_are_added_and_set_the_record(editor: User) -> None:
    model = make_model()
    form = record_form(name=model.name, slug=model.slug, developer=model.developer_id, status=model.status)
    form |= {"claims-TOTAL_FORMS": 1, "claims-INITIAL_FORMS": 0, "openness": ""}
    form |= {
        "claims-0-status": "announced",
        "claims-0-window": "early 2027",
        "claims-0-claimed_on": "2026-11-01",
    }
    response = signed_in(editor).post(reverse("admin:companies_aimodel_change", args=[model.pk]), form)
    assert response.status_code == 302, response.context["errors"]
    assert AIModel.objects.get().status == "announced"
    assert model.claims.get().window_words == "early 2027"


@pytest.mark.parametrize("window", ["2027-01/2027-02", "early 2027", ""])
def test_a_claim_keeps_the_words_of_its_source_beside_its_days(editor: User, window: str) -> None:
    model = make_model()
    form = record_form(name=model.name, slug=model.slug, developer=model.developer_id, status=model.status)
    form |= {"claims-TOTAL_FORMS": 1, "claims-INITIAL_FORMS": 0, "openness": ""}
    said = {"status": "announced", "window": window, "window_words": "农历新年前", "claimed_on": "2026-11-01"}
    form |= {f"claims-0-{name}": value for name, value in said.items()}
    response = signed_in(editor).post(reverse("admin:companies_aimodel_change", args=[model.pk]), form)
    assert response.status_code == 302, response.context["errors"]
    claim = model.claims.get()
    assert claim.window_words == "农历新年前"
    assert bool(claim.window) == bool(window) == bool(claim.window_latest)


def test_answering_in_the_admin_cleans_and_indexes(editor: User) -> None:
    fact = make_fact()
    question = Question.objects.create(text="How many?", slug="how-many")
    answer = f'<p onclick="x">Over <data value="fact:{fact.pk}">163 million</data>.</p>'
    form = {"text": question.text, "slug": question.slug, "state": "received", "times_asked": 1}
    form |= {
        "asked_at_0": "2026-01-01",
        "asked_at_1": "10:00",
        "answer-TOTAL_FORMS": 1,
        "answer-INITIAL_FORMS": 0,
    }
    form |= {"answer-0-text": answer, "answer-0-when": "now", "answer-0-on_article": "on"}
    signed_in(editor).post(reverse("admin:questions_question_change", args=[question.pk]), form)
    question.refresh_from_db()
    assert question.state == "answered"
    assert "onclick" not in question.answer.text
    assert list(question.answer.facts.all()) == [fact]


def test_an_imported_text_is_shown_then_saved_as_a_draft(editor: User) -> None:
    text = (
        "A quiet eclipse\n\nUmbra Labs keeps still.\n\nThe night\n\nIt grew to 163 million monthly users.\n"
    )
    client = signed_in(editor)
    shown = client.post("/admin/import/", {"text": text})
    assert "Line by line" in shown.text and not Article.objects.exists()
    kept = {name: shown.context["form"].initial[name] for name in ("slug", "standfirst")}
    client.post("/admin/import/", {"data": shown.context["data"], "title": "Corrected", **kept})
    assert Article.objects.get().headline == "Corrected"
    assert not Suggestion.objects.exists()


def test_a_text_that_was_imported_before_is_named_before_anything_is_corrected(editor: User) -> None:
    text = "A quiet eclipse\n\nUmbra Labs keeps still.\n"
    save(understand(text.encode()), by=editor)
    shown = signed_in(editor).post("/admin/import/", {"text": text})
    assert "This text was imported before, as “A quiet eclipse”; nothing was changed." in shown.text
    assert "Umbra Labs keeps still." in shown.text


def test_an_empty_file_gets_one_sentence(editor: User) -> None:
    form = {"file": SimpleUploadedFile("empty.txt", b""), "text": ""}
    errors = signed_in(editor).post("/admin/import/", form).context["form"].errors
    assert errors == {"file": ["The submitted file is empty."]}


def test_each_suggestion_says_what_it_would_make(editor: User) -> None:
    text = (
        "A quiet eclipse\nIt got dark.\nThe night\n"
        "Umbra Labs released Penumbra 2 in May 2026 under the MIT licence.\n"
        "A report by Lux Count says that Penumbra 2 had 5 million users in 2025.\n"
    )
    article = save(understand(text.encode()), by=editor)
    page = signed_in(editor).get(reverse("admin:articles_article_change", args=[article.pk])).text
    for words in (
        "model of Umbra Labs, MIT",
        "of Penumbra 2, measured, 2025, says Lux Count",
        "released, May 2026",
    ):
        assert f'<span class="offered">{words}</span>' in page


def test_what_an_editor_corrects_on_the_import_screen_is_what_is_suggested(editor: User) -> None:
    make_company("Umbra Labs")
    text = (
        "A quiet eclipse\n\nUmbra Labs keeps still.\n\nThe night\n\nIt grew to 163 million monthly users.\n"
    )
    client = signed_in(editor)
    shown = client.post("/admin/import/", {"text": text}).context
    assert [row["thing"]["value"] for row in shown["figures"]] == ["163000000"]
    form = {"data": shown["data"], "title": "A quiet eclipse", "slug": "a-quiet-eclipse"}
    client.post("/admin/import/", form | {"figure": "0", "subject-0": "Umbra Labs"})
    assert Suggestion.objects.get().payload["subject"] == "Umbra Labs"


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


def test_a_suggestion_is_decided_by_whoever_may_write_the_article(contributor: User, editor: User) -> None:
    article = make_article(by=editor)
    payload = {"name": "Umbra", "kind": "company", "parent": None}
    offered = Suggestion.objects.create(article=article, kind="record", text="Umbra", payload=payload)
    url = f"/admin/suggestions/{offered.pk}/"
    assert signed_in(contributor).post(url, {"decision": "accept"}).status_code == 403
    assert signed_in(editor).get(url).status_code == 405
    signed_in(editor).post(url, {"decision": "accept"})
    assert Company.objects.get().name == "Umbra"


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
