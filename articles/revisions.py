"""Keeping every save of the working copy."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from articles.models import Article, Revision

FIELDS = (
    *("headline", "slug", "standfirst", "body", "kind", "lead_image_id", "lead_image_alt"),
    *("closing", "closing_topic_id", "search_title", "search_description"),
)


def content_of(article: Article) -> dict[str, Any]:
    """The whole working copy as plain data."""
    content: dict[str, Any] = {field: getattr(article, field) for field in FIELDS}
    content["authors"] = list(article.bylines.values_list("author_id", flat=True))
    content["topics"] = list(article.topics.order_by("id").values_list("id", flat=True))
    content["faq"] = list(article.faq.values("question", "answer"))
    return content


@transaction.atomic
def save_revision(article: Article, *, by: User | None, why: str = "") -> Revision | None:
    """Append the working copy as it stands; None where it is the same as the newest revision."""
    Article.objects.select_for_update().get(pk=article.pk)
    content = content_of(article)
    newest = article.revisions.first()
    if newest and newest.content == content:
        return None
    number = (article.revisions.aggregate(newest=Max("number"))["newest"] or 0) + 1
    return Revision.objects.create(article=article, number=number, content=content, by=by, why=why)
