"""Parameters that name a live article, an author or a topic."""

from typing import Any

from django import forms
from django.utils import timezone
from django_filters import rest_framework as filters

from articles import reading
from articles.models import Author, Edition, Topic
from changes.api.slugs import SlugFilter, no_such
from changes.texts import number


class ArticleSlug(forms.CharField):
    """The slug of a live article, or one that it had, read as its id."""

    def clean(self, value: Any) -> int | None:
        """The id; None where nothing is given. A query, three more for a slug that none has today.

        Raises ValidationError.
        """
        slug = super().clean(value)
        if not slug:
            return None
        live = Edition.objects.live(at := timezone.now()).order_by()
        if found := list(live.filter(slug=slug).values_list("article", flat=True)[:1]):
            return found[0]
        went = reading.went(slug, at)
        if went and went.to:
            return went.to.article_id
        raise no_such("article", slug, live.values_list("slug", flat=True), once=went is not None)


class ArticleKey(ArticleSlug):
    """The slug or the id of an article, read as the id."""

    def clean(self, value: Any) -> int | None:
        """The id, whether there is such an article or not; None where nothing is given. Raises ValidationError."""
        pk = number(value) if value and value.isascii() else None
        return super().clean(value) if pk is None else pk


class ArticleFilter(filters.Filter):
    """What belongs to a live article, by its slug."""

    field_class = ArticleSlug
    looks = {"type": "string"}


class TopicFilter(SlugFilter):
    """What is on a topic, by its slug."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "A topic’s slug.")
        super().__init__(kind="topic", public=Topic.objects.public, among=Topic.objects.all(), **kwargs)


class AuthorFilter(SlugFilter):
    """What an author wrote, by their slug."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            kind="author",
            public=Author.objects.public,
            among=Author.objects.all(),
            help_text="An author’s slug.",
            **kwargs,
        )
