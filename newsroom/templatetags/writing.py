"""What stands above the form of an article about the figures that are typed in it."""

from typing import Any

from django import template

from articles.models import Article
from newsroom.writing import look_at

register = template.Library()


@register.inclusion_tag("admin/newsroom/typed.html", takes_context=True)
def typed_figures(context: dict[str, Any], article: Article | None) -> dict[str, Any]:
    """The figures of an article, as it was saved, that cite no fact; of one that is new none yet."""
    return {
        "article": article,
        "findings": look_at(article) if article else [],
        "csrf_token": context.get("csrf_token"),
    }
