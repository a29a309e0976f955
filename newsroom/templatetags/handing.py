"""How an article went from hand to hand, as its page in the admin shows it."""

from typing import Any

from django import template

from articles.models import Article
from articles.workflow import may

register = template.Library()

#: What was done, as the history says it.
SAYS = {
    "submit": "submitted it",
    "take back": "took it back",
    "assign": "asked for a review",
    "send back": "sent it back",
    "approve": "approved it",
    "archive": "archived it",
    "reopen": "reopened it",
    "publish": "published it",
    "cancel": "cancelled what waited",
    "withdraw": "withdrew it",
}

SHOWN = 20


@register.inclusion_tag("admin/articles/article/handed.html", takes_context=True)
def handed(context: template.Context, article: Article | None) -> dict[str, Any]:
    """The newest hand-overs of an article, the last comment first of all. One query."""
    if article is None:
        return {}
    rows = list(article.hand_overs.select_related("by", "asked")[: SHOWN + 1])
    return {
        "article": article,
        "rows": [(row, SAYS.get(row.verb, row.verb)) for row in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
        "sent_back": rows[0] if rows and rows[0].verb == "send back" else None,
        "may_write": may(context["request"].user, "write", article),
        "may_take_back": may(context["request"].user, "take back", article),
    }
