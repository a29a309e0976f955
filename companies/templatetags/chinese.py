"""Chinese inside English text, marked as such: browsers and screen readers choose font and voice by it."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Han characters, with the full-width punctuation that may stand between them.
HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
RUN = re.compile(
    rf"{HAN}(?:[\u3000-\u303f\uff00-\uffef]*{HAN})*[\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f]*"
)


@register.filter
def chinese(text: str) -> SafeString:
    """The text, escaped, with each run of Chinese in an element that says so."""
    return _marked(text, "span")


@register.filter
def chinese_drawn(text: str) -> SafeString:
    """The same for text in a drawing, which has elements of its own."""
    return _marked(text, "tspan")


def _marked(text: str, element: str) -> SafeString:
    escaped = conditional_escape(text)
    return mark_safe(RUN.sub(rf'<{element} lang="zh-Hans">\g<0></{element}>', escaped))  # noqa: S308
