"""What is reviewed, for templates."""

from django import template

from newsroom.desk.reviewing import page_of as page
from newsroom.models import Review

register = template.Library()


@register.filter
def page_of(review: Review) -> str:
    """The form of what is reviewed."""
    return page(review)
