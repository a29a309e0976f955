"""Filters of the admin's lists, kept under a name: what is kept of an address, and saving it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from newsroom.models import SavedFilter

#: What an address says besides its filter: the page, "show all", an error, and how a pop-up is opened.
ASIDE = {"p", "all", "e", "_popup", "_to_field", "_changelist_filters", "_facets"}


class NotSaved(ValueError):
    """The filter cannot be kept as asked; the message says why."""


class NotUnderstood(NotSaved):
    """The list would answer with an error."""


def filter_in(query: str) -> str:
    """What is a filter, a search or an order in a query, in one order of writing."""
    given = QueryDict(query)
    kept = [
        (key, value) for key in sorted(given) if key not in ASIDE for value in given.getlist(key) if value
    ]
    said = QueryDict(mutable=True)
    for key, value in kept:
        said.appendlist(key, value)
    return said.urlencode()


def model_of(listed: str) -> Any:
    """The admin's model that is called app.model, or None."""
    return next((m for m in admin.site._registry if m._meta.label_lower == listed), None)


def address(saved: SavedFilter) -> str:
    """Where its list is shown so."""
    return list_of(saved.listed) + f"?{saved.query}"


def list_of(listed: str) -> str:
    """The address of a list."""
    return reverse(f"admin:{listed.replace('.', '_')}_changelist")


def save_filter(
    request: HttpRequest, *, by: User, listed: str, name: str, query: str, shared: bool
) -> SavedFilter:
    """Keep a filter, as `filter_in` writes it, of a list that the user may see. Raises NotSaved with one sentence."""
    if not query:
        raise NotSaved("Nothing was kept: the list shows everything. Filter or search it first.")
    if not _understood(request, listed, query):
        raise NotUnderstood("Nothing was kept: the list does not understand this filter.")
    # PostgreSQL keeps no NUL.
    name = " ".join(name.replace("\0", " ").split())
    saved = SavedFilter(listed=listed, name=name, query=query, by=by, shared=shared)
    try:
        with transaction.atomic():
            saved.full_clean()
            saved.save()
    except ValidationError as reason:
        raise NotSaved(f"Nothing was kept. {_sentence(reason)}") from None
    except IntegrityError:
        raise NotSaved("A filter of this name was kept at this moment.") from None
    return saved


def _understood(request: HttpRequest, listed: str, query: str) -> bool:
    """Whether the list would show something else than an error: it is asked."""
    asked = HttpRequest()
    asked.GET, asked.user, asked.META, asked.method = QueryDict(query), request.user, request.META, "GET"
    try:
        admin.site._registry[model_of(listed)].get_changelist_instance(asked)
    except (IncorrectLookupParameters, DisallowedModelAdminLookup):
        return False
    return True


def _sentence(reason: ValidationError) -> str:
    """What is wrong, with the field's name where it is a field."""
    if "name" in reason.error_dict:
        return f"Name: {reason.error_dict['name'][0].messages[0]}"
    if "query" in reason.error_dict:
        return "The filter is too long to be kept."
    return reason.messages[0]
