"""Interests: declarations that are missing, and what editors of a text have of which readers are not told."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from articles.checks import Finding
from articles.interests import companies_named, undeclared
from articles.models import Author, Interest, Revision
from newsroom.checking.draft import Draft


def missing(draft: Draft) -> Iterator[Finding]:
    """Authors of the byline without a declaration of the last year, whenever the text is to appear. One query."""
    authors = Author.objects.filter(bylines__article=draft.article).order_by("bylines__position", "pk")
    for author in undeclared(authors, timezone.now()):
        sentence = (
            f"{author} has declared no interests in the last twelve months: "
            "see “Declarations”. None is a declaration too."
        )
        yield Finding("declaration", "required", sentence, "bylines-0-author", "Authors")


def of_editors(draft: Draft, at: datetime) -> Iterator[Finding]:
    """Who else worked on the text, and did not declare or has an interest in it. Up to five queries."""
    article = draft.article
    saved = Revision.objects.filter(article=article).values("by")
    editors = User.objects.filter(pk__in=saved).exclude(author__bylines__article=article)
    people = {user.pk: user for user in editors.select_related("author").order_by("pk")}
    authors = {user.author.pk: user for user in people.values() if hasattr(user, "author")}
    missing = set(undeclared(Author.objects.filter(pk__in=authors), at).values_list("pk", flat=True))
    for user in people.values():
        if not hasattr(user, "author") or user.author.pk in missing:
            sentence = (
                f"{user.get_full_name() or user} edited this and has declared no interests of their own."
            )
            yield Finding("editor’s declaration", "advised", sentence, "bylines-0-author")
    held = list(
        Interest.objects.filter(author__in=authors).held(at.date()).select_related("author", "company")
    )
    named = companies_named(draft.records, {interest.company_id for interest in held}, at) if held else set()
    for interest in held:
        if interest.company_id in named:
            sentence = (
                f"{interest.author} edited this and has an interest in {interest.company} "
                f"({interest.get_sort_display()}), of which readers are not told."
            )
            yield Finding("editor’s interest", "advised", sentence, "bylines-0-author")
