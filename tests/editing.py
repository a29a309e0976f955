"""What an editor's browser sends: forms as the admin's pages have them."""

from io import BytesIO
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture

from articles.models import Article


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


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


def press(client: Client, article: Article, button: str, **values: Any) -> Any:
    """Submit the dialog behind one of the buttons."""
    return client.post(f"/admin/articles/article/{article.pk}/{button}/", {"_form_submitted": "on"} | values)


def send(client: Client, article: Article, **values: Any) -> Any:
    """Open the page that publishes and send its form: now, and as a major change, unless it is said otherwise."""
    page = f"/admin/articles/article/{article.pk}/publish/"
    seen = client.get(page).context["as_seen"]
    return client.post(page, {"as_seen": seen, "when": "now", "change": "major"} | values)


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


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options: Any) -> SimpleUploadedFile:
    out = BytesIO()
    Picture.new("RGB", size, "navy").save(out, kind, **options)
    return SimpleUploadedFile(f"photo.{kind.lower()}", out.getvalue())
