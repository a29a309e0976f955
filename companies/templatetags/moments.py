"""Times in templates: as the `datetime` attribute takes them, and whole elements to stand in a sentence."""

from datetime import datetime
from functools import lru_cache

from django import template
from django.template.defaultfilters import date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from changes.clock import in_short, in_words
from companies.jsonld import moment

register = template.Library()
register.filter("moment", moment)


@register.filter(expects_localtime=True)
def on_day(at: datetime, how: str = "") -> SafeString:
    """A `<time>` that shows the day, or what a format of Django's `date` says."""
    return _on_day(at, str(how), get_language())


@register.filter
def at_the_clock(at: datetime) -> SafeString:
    """A `<time>` that shows the hour by the newsroom's clock, and on pointing how far that is from UTC."""
    return _at_the_clock(at, get_language())


@lru_cache(maxsize=4096)  # pages show the same days again and again
def _on_day(at: datetime, how: str, _interface: str | None) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', moment(at), date(at, how or gettext("j F Y")))


@lru_cache(maxsize=4096)
def _at_the_clock(at: datetime, _interface: str | None) -> SafeString:
    return format_html('<time datetime="{}" title="{}">{}</time>', moment(at), in_words(at), in_short(at))
