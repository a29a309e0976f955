"""The page that takes in a text, and what it suggests."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Article, Suggestion
from companies.models import Company
from newsroom.importing.saving import save, understand
from tests.editing import signed_in
from tests.factories import make_article, make_company

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


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


def test_a_suggestion_is_decided_by_whoever_may_write_the_article(contributor: User, editor: User) -> None:
    article = make_article(by=editor)
    payload = {"name": "Umbra", "kind": "company", "parent": None}
    offered = Suggestion.objects.create(article=article, kind="record", text="Umbra", payload=payload)
    url = f"/admin/suggestions/{offered.pk}/"
    assert signed_in(contributor).post(url, {"decision": "accept"}).status_code == 403
    assert signed_in(editor).get(url).status_code == 405
    signed_in(editor).post(url, {"decision": "accept"})
    assert Company.objects.get().name == "Umbra"
