"""The language of pages and mails, for their `lang`, and the name of the site, where its own context may be broken."""

from django import template
from django.conf import settings
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def page_language() -> str:
    """As BCP 47 has it. What is for programs is in English everywhere (api/language.py)."""
    return str(settings.LANGUAGE) if get_language() == settings.LANGUAGE_CODE else "en"


@register.simple_tag
def our_name() -> str:
    """What the site is called."""
    return str(settings.SITE_NAME)
