"""Times as the `datetime` attribute takes them."""

from django import template

from companies.jsonld import moment

register = template.Library()
register.filter("moment", moment)
