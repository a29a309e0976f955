"""What stands between the items of a list, and after a title, within a sentence."""

from typing import Any

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.simple_tag
def between(loop: dict[str, Any], *, after: str = "") -> str:
    """What follows the item that a loop is at: a comma, “and” before the last, and `after` it what is given."""
    if loop["last"]:
        return gettext(after) if after else ""
    return gettext(" and ") if loop["revcounter"] == 2 else gettext(", ")


@register.filter
def mark_after(title: str, mark: str) -> str:
    """The mark that follows a title in a sentence: none where the title ends in one itself, as one that asks does."""
    return "" if title.endswith((".", "?", "!", "…", "。", "？", "！")) else mark
