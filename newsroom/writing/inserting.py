"""What the editor's dialogs find while a name is typed: records, our own articles, pictures.

Editors also link to what is not public yet: each says whether it is.
"""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.urls import reverse

from articles.models import Article, Edition, Image
from companies.models import Alias, Record

#: How many of each are shown: more than one can read is more than one needs.
SHOWN = 12


def records(words: str) -> list[dict[str, Any]]:
    """The records that all words fit by name, native name or alias; those that are called so come first. One query."""
    if not words:
        return []
    found: Any = Record.objects.all()
    for word in words.split():
        alias = Alias.objects.filter(record=OuterRef("pk"), text__icontains=word)
        found = found.filter(Q(name__icontains=word) | Q(native_name__icontains=word) | Exists(alias))
    found = found.annotate(
        shown=Exists(Record.objects.public().filter(pk=OuterRef("pk"))),
        far=Case(
            When(Q(name__iexact=words) | Q(native_name__iexact=words), then=0),
            When(name__istartswith=words, then=1),
            default=Value(2),
        ),
    )
    return [
        {
            "id": record.pk,
            "text": record.name,
            "note": ", ".join(filter(None, (record.get_kind_display(), record.native_name))),
            "address": record.get_absolute_url(),
            "standing": "" if record.shown else "not public yet",
        }
        for record in found.order_by("far", "name", "pk")[:SHOWN]
    ]


def articles(words: str) -> list[dict[str, Any]]:
    """Our articles whose headline has all words, those changed last first, without the archived. One query."""
    found = Article.objects.exclude(state=Article.State.ARCHIVED)
    for word in words.split():
        found = found.filter(headline__icontains=word)
    live = Edition.objects.live().filter(article=OuterRef("pk"))
    found = found.annotate(
        live_slug=Subquery(live.values("slug")[:1]),
        live_headline=Subquery(live.values("headline")[:1]),
        seen=Exists(Edition.objects.begun().filter(article=OuterRef("pk"))),
    )
    return [
        {
            "id": article.pk,
            "text": article.live_headline or article.headline,
            "note": "Article",
            "address": reverse("articles:article", args=[article.live_slug or article.slug]),
            "standing": _standing(article),
        }
        for article in found.order_by("-updated_at", "-pk")[:SHOWN]
    ]


def _standing(article: Any) -> str:
    if article.live_slug:
        return ""
    return "no longer public" if article.seen else "not public yet"


def pictures(words: str) -> list[dict[str, Any]]:
    """The pictures whose title or credit has all words, the newest first. One query."""
    found = Image.objects.exclude(file="")
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(credit__icontains=word))
    return [
        {
            "id": image.pk,
            "text": image.title,
            "alt": image.alt,
            "note": f"{image.width} × {image.height}" + (f", {image.credit}" if image.credit else ""),
            "address": image.address,
            "thumb": reverse("newsroom:picture", args=[image.file.name]),
            "width": image.width,
            "height": image.height,
        }
        for image in found.order_by("-uploaded_at", "-pk")[:SHOWN]
    ]
