"""Websites by their host, as it is said aloud."""

from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def host(url: str) -> SafeString:
    """The host without “www.”; a narrow column may break it before a dot and nowhere else."""
    name = (urlsplit(url).hostname or url).removeprefix("www.")
    first, *rest = name.split(".")
    return format_html_join("", "{}", [[first]]) + format_html_join("", "<wbr>.{}", ([part] for part in rest))
