"""Saving a working copy: the rules of what it may be, and all that belongs to one save."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from articles import workflow
from articles.bodies import clean, text_of
from articles.models import Article, Author, FAQEntry, Image, Topic
from articles.models.article import Byline
from articles.revisions import save_revision
from changes import addresses

#: Addresses beneath /articles/ that are pages of their own.
OURS = {"archive"}


def refuse_taken(slug: str, article: Article) -> None:
    """Raise ValidationError for a slug that another article has, or ever had in public, or a page of ours."""
    if slug in OURS:
        raise ValidationError(f"/articles/{slug}/ is a page of its own. Choose another slug.")
    taken = Article.objects.filter(slug=slug).exclude(pk=article.pk).exists()
    if taken or not addresses.is_free("article", slug, article.pk):
        raise ValidationError("This slug is or was the address of another article. Choose another.")


def refuse_empty(answer: str) -> None:
    """Raise ValidationError for an answer of the FAQ that is mark-up without words."""
    if not text_of(clean(answer)):
        raise ValidationError("The answer is empty.")


def alternative_text(image: Image | None, said: str, *, before: int | None, said_before: str) -> str:
    """What a picture shows: as it was said, or as the picture brings it along where that is empty or of another.

    before: the id of the picture until now. Raises ValidationError where neither says it.
    """
    if image is None:
        return said
    if image.alt and (not said or (image.pk != before and said == said_before)):
        return image.alt
    if not said:
        raise ValidationError("Say what the picture shows, for those who cannot see it.")
    return said


@transaction.atomic
def write(
    article: Article,
    *,
    by: User,
    authors: Sequence[Author] | None = None,
    topics: Sequence[Topic] | None = None,
    faq: Sequence[Mapping[str, str]] | None = None,
    why: str = "",
) -> Article:
    """Save a working copy that was found in order as its next version, and keep the whole as a revision.

    authors, topics, faq: all that it has from now on; None leaves them. why: kept with the revision.
    Whoever has it open in the admin and saves later is shown both texts. Raises NotAllowed.
    """
    if article.pk:
        held = Article.objects.select_for_update().get(pk=article.pk)
        workflow.demand(by, "write", held)
        article.version = held.version
    else:
        article.created_by = by
    article.version += 1
    article.save()
    if topics is not None:
        article.topics.set(topics)
    if authors is not None:
        article.bylines.all().delete()
        Byline.objects.bulk_create(
            Byline(article=article, author=author, position=n) for n, author in enumerate(authors)
        )
    if faq is not None:
        article.faq.all().delete()
        FAQEntry.objects.bulk_create(
            FAQEntry(article=article, position=n, **entry) for n, entry in enumerate(faq)
        )
    save_revision(article, by=by, why=why)
    return article
