"""Review days: when somebody looks again whether an article or a record is still right."""

from calendar import monthrange
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from articles.models import Article
from companies.models import KINDS, Record
from newsroom.models import Review

CLASSES: dict[str, Any] = {kind: model for model, kind in KINDS.items()}

#: What a form offers, and what one click means.
MONTHS = (3, 6, 12)
AGAIN = 6


def in_months(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def of(thing: Article | Record) -> "QuerySet[Review]":
    """The review of an article or a record, where it has one."""
    return Review.objects.filter(**_about(thing))


def _about(thing: Article | Record) -> dict[str, Any]:
    return {"article_id": thing.pk} if isinstance(thing, Article) else {"record_id": thing.pk}


def page_of(review: Review) -> str:
    """The form of what is reviewed."""
    if review.article_id:
        return reverse("admin:articles_article_change", args=[review.article_id])
    model = CLASSES[review.record.kind]  # type: ignore[union-attr]  # the database demands one of the two
    return reverse(f"admin:companies_{model._meta.model_name}_change", args=[review.record_id])


@transaction.atomic
def look_again(thing: Article | Record, *, on: date | None, by: User | None) -> Review | None:
    """Have somebody look at it on a day; never, where `on` is None."""
    if on is None:
        of(thing).delete()
        return None
    review: Review
    review, _ = Review.objects.update_or_create(**_about(thing), defaults={"due": on, "by": by})
    return review


def still_right(review: Review, *, today: date, by: User) -> Review:
    """It was looked at and is right: again in six months from today."""
    review.due, review.by = in_months(today, AGAIN), by
    review.save()
    return review


def due(today: date) -> "QuerySet[Review]":
    """Those whose day has come, the longest first."""
    return Review.objects.filter(due__lte=today).select_related("article", "record").order_by("due", "pk")
