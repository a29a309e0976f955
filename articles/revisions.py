"""Keeping every save of the working copy."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from articles.models import Article, Author, FAQEntry, Image, Revision, Topic
from articles.models.article import Byline

FIELDS = (
    *("headline", "slug", "standfirst", "body", "kind", "lead_image_id", "lead_image_alt"),
    *("closing", "closing_topic_id", "backstory", "search_title", "search_description"),
)


Follow = Callable[[Article], object]

_followers: list[Follow] = []


def when_saved(follow: Follow) -> None:
    """Name what apps further up the arrows do when a working copy has other words than before."""
    _followers.append(follow)


@transaction.atomic
def restore(revision: Revision, *, by: User | None, why: str = "") -> Revision | None:
    """Make the working copy what it was at a revision, as a new revision; None where it is so already.

    why: kept with the new revision. Nothing is lost: what it was until now is a revision too. A picture, topic
    or author that is gone since is left out.
    Whoever has the article open and saves later is shown both texts.
    """
    article = Article.objects.select_for_update().get(pk=revision.article_id)
    save_revision(article, by=by, why="Before an earlier text was restored.")
    content = revision.content
    for field in FIELDS:
        if field in content:
            setattr(article, field, content[field])
    if article.lead_image_id and not Image.objects.filter(pk=article.lead_image_id).exists():
        article.lead_image = None
    if article.closing_topic_id and not Topic.objects.filter(pk=article.closing_topic_id).exists():
        article.closing_topic = None
    article.version += 1
    article.save()
    article.topics.set(Topic.objects.filter(pk__in=content["topics"]))
    article.bylines.all().delete()
    known = set(Author.objects.filter(pk__in=content["authors"]).values_list("pk", flat=True))
    writers = [pk for pk in content["authors"] if pk in known]
    Byline.objects.bulk_create(
        Byline(article=article, author_id=pk, position=n) for n, pk in enumerate(writers)
    )
    article.faq.all().delete()
    FAQEntry.objects.bulk_create(
        FAQEntry(article=article, position=n, **entry) for n, entry in enumerate(content["faq"])
    )
    because = f"Restored from revision {revision.number}. {why}".strip()
    return save_revision(article, by=by, why=because[:200])


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
    revision = Revision.objects.create(article=article, number=number, content=content, by=by, why=why)
    for follow in _followers:
        follow(article)
    return revision
