"""What stands above the form of an article about the figures that are typed in it."""

from typing import Any

from django import template

from articles.models import Article
from newsroom.writing.deciding import look_at
from newsroom.writing.presence import name_of
from newsroom.writing.sharing import listed

register = template.Library()


@register.inclusion_tag("admin/newsroom/typed.html", takes_context=True)
def typed_figures(context: dict[str, Any], article: Article | None) -> dict[str, Any]:
    """The figures of an article, as it was saved, that cite no fact; of one that is new none yet."""
    return {
        "article": article,
        "findings": look_at(article) if article else [],
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("admin/newsroom/shared.html", takes_context=True)
def shared_previews(context: dict[str, Any], article: Article) -> dict[str, Any]:
    """The links under which an article's preview can be read."""
    return listed(article) | {name: context.get(name) for name in ("csrf_token", "site_url")}


@register.filter
def called(user: Any) -> str:
    """What colleagues call a user, or nothing where there is none."""
    return name_of(user) if user else ""
