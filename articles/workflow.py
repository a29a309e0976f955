"""The one table of who may do what with articles, and the moves of the working copy."""

from typing import Literal

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, Permission, User
from django.db import models, transaction

from articles.models import Article

Verb = Literal["write", "edit", "publish"]

#: Which groups may: write an article of their own, change anybody's, decide what the public sees.
MAY: dict[Verb, set[str]] = {
    "write": {"contributor", "editor", "publisher"},
    "edit": {"editor", "publisher"},
    "publish": {"publisher"},
}

#: What each group may do in the admin beyond the table above, by app.
APPS = {
    "contributor": {
        "articles": ("view", "add", "change"),
        "companies": ("view",),
        "facts": ("view",),
        "newsroom": ("view",),
    },
    "editor": {
        "articles": ("view", "add", "change"),
        "companies": ("view", "add", "change"),
        "facts": ("view", "add", "change"),
        "questions": ("view", "add", "change"),
        "changes": ("view",),
        "newsroom": ("view", "change"),
    },
}
APPS["publisher"] = {**APPS["editor"], "articles": ("view", "add", "change", "delete")}


class NotAllowed(ValueError):
    """The user may not do this; the message says who may."""


def may(user: AbstractBaseUser | AnonymousUser, verb: Verb, article: Article | None = None) -> bool:
    """Whether a user may: `write` (their own working copy), `edit` (anybody's) or `publish`."""
    if not isinstance(user, User) or not user.is_active or not user.is_staff:
        return False
    if user.is_superuser:
        return True
    # A page asks this many times: the groups are kept with the user.
    models.prefetch_related_objects([user], "groups")
    groups = {group.name for group in user.groups.all()}
    if groups & MAY["edit"] or verb != "write":
        return bool(groups & MAY[verb])
    own = article is None or article.created_by_id == user.pk
    return own and bool(groups & MAY["write"])


@transaction.atomic
def make_groups() -> None:
    """Make the three groups with their permissions; can be run again."""
    for name, apps in APPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        wanted = Permission.objects.none()
        for app, verbs in apps.items():
            for verb in verbs:
                wanted |= Permission.objects.filter(
                    content_type__app_label=app, codename__startswith=f"{verb}_"
                )
        group.permissions.set(wanted.distinct())


#: The moves of the working copy: verb, from where, to where, and what one must be allowed.
MOVES: dict[str, tuple[set[str], str, Verb]] = {
    "submit": ({Article.State.DRAFT}, Article.State.IN_REVIEW, "write"),
    "send back": ({Article.State.IN_REVIEW, Article.State.READY}, Article.State.DRAFT, "edit"),
    "approve": ({Article.State.DRAFT, Article.State.IN_REVIEW}, Article.State.READY, "edit"),
    "archive": (set(Article.State.values) - {Article.State.ARCHIVED}, Article.State.ARCHIVED, "edit"),
    "reopen": ({Article.State.ARCHIVED}, Article.State.DRAFT, "edit"),
}


@transaction.atomic
def move(article: Article, verb: str, *, by: User) -> Article:
    """Move the working copy (submit, send back, approve, archive, reopen). Raises NotAllowed with the reason."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    allowed_from, to, right = MOVES[verb]
    if article.state not in allowed_from:
        raise NotAllowed(
            f"An article that is {article.get_state_display().lower()} cannot be moved by “{verb}”."
        )
    if not may(by, right, article):
        raise NotAllowed(f"To {verb} this article one must be allowed to {right} it.")
    article.state = to
    article.save(update_fields=["state", "updated_at"])
    return article
