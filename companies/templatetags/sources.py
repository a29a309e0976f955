"""The numbers beside what a record's page says, which lead to the notes on its sources."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from companies.sourcing import Notes

register = template.Library()


@register.simple_tag(takes_context=True)
def notes_to(context: template.Context, *columns: str) -> SafeString:
    """Links to the notes on some values, each note once; nothing where none of them has a source."""
    told: Notes = context["sources"]
    link = '<a class="src{1}" href="#source-{0}"><span class="vh">{2} </span>{0}</a>'
    said = {False: ("", gettext("source")), True: (" src-before", gettext("source of an earlier value"))}
    return format_html_join("", link, ((number, *said[before]) for number, before in told.at(columns)))
