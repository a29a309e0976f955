"""Readers' scripts in templates."""

from functools import cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
@cache
def script(name: str, *, module: bool = False) -> SafeString:
    """A script of static/js, named by its content as the policy names it. Raises KeyError for any other.

    A module waits until the page is there; any other runs at once.
    """
    kind = mark_safe(' type="module"') if module else ""
    return format_html(
        '<script src="{}" integrity="{}"{}></script>', static(f"js/{name}"), settings.SCRIPTS[name], kind
    )
