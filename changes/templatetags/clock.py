"""Times as the newsroom's clock shows them. Django's own `T` says nothing of a time that comes twice."""

from datetime import datetime

from django import template

from changes.clock import in_short, in_words

register = template.Library()


@register.filter
def by_the_clock(at: datetime | None) -> str:
    """A time with its zone and its distance from UTC; nothing where there is none."""
    return in_words(at) if at else ""


@register.filter
def briefly_by_the_clock(at: datetime) -> str:
    """A time with the name of its zone."""
    return in_short(at)
