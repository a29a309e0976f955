"""How lists of the API are narrowed: by declared filters that refuse what they do not know."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django import forms
from django.db.models import QuerySet
from django_filters import rest_framework as filters
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import exceptions
from rest_framework.request import Request

from api import choosing
from api.values import LARGEST, WholeNumber

WHOLE = {"type": "integer", "minimum": 1, "maximum": LARGEST}

#: The codes of what is wrong with a value that is written right.
CONTRADICTORY, UNKNOWN, GONE = "contradictory", "unknown", "gone"


class Contradictory(exceptions.ValidationError):
    """Each parameter is written right; they contradict each other, themselves or the time that it is."""

    status_code = 409


class NoSuchThing(exceptions.ValidationError):
    """Each parameter is written right, and one names what there is not: no schema can say which there are."""

    status_code = 404


class NoLonger(NoSuchThing):
    """What is named was public once: nothing of the list matches any more."""


class IdFilter(filters.NumberFilter):
    """A whole number."""

    field_class = WholeNumber  # type: ignore[assignment]  # NumberFilter’s is one of decimals
    #: What the schema says of it: see `api.schema.Narrowed`.
    looks = WHOLE


class IdsFilter(filters.BaseInFilter, filters.NumberFilter):
    """Whole numbers, parted by commas."""

    field_class = WholeNumber  # type: ignore[assignment]  # NumberFilter’s is one of decimals
    looks = {"type": "array", "items": WHOLE, "minItems": 1}


class StrictFilters(DjangoFilterBackend):
    """Declared filters only: a parameter that no filter knows, or without a value, is refused and named."""

    def filter_queryset(self, request: Any, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        """The filtered queryset; raises ValidationError for unknown, repeated or empty parameters."""
        filters = self.get_filterset_class(view, queryset)
        known = filters.base_filters if filters else {}
        of_all = getattr(view, "of_all", EVERYWHERE)
        refuse_unknown(request, {*known, *view.paginator.parameters}, of_all=of_all)
        asked = known.keys() & request.query_params.keys()
        if not asked:
            return queryset
        narrowed: Any = _only(filters, frozenset(asked))(request.query_params, queryset, request=request)
        if not narrowed.is_valid():
            faults = _faults(narrowed.form)
            codes = {error.code for errors in narrowed.errors.as_data().values() for error in errors}
            raise _refusal(codes)(faults)
        found: QuerySet[Any] = narrowed.qs
        return found


def _refusal(codes: set[str]) -> type[exceptions.ValidationError]:
    """How to refuse parameters with what is wrong with them."""
    if codes == {CONTRADICTORY}:
        return Contradictory
    if codes == {GONE}:
        return NoLonger
    return NoSuchThing if codes <= {CONTRADICTORY, UNKNOWN, GONE} else exceptions.ValidationError


def narrow_also(filterset: type[filters.FilterSet], name: str, one: filters.Filter) -> None:
    """Add what a list can be narrowed by as an app above it knows."""
    filterset.base_filters[name] = one


def _faults(form: Any) -> dict[str, list[str]]:
    """What is wrong with each parameter, and what would be right."""
    return {
        name: [_said(form.fields.get(name), error) for error in errors]
        for name, errors in form.errors.as_data().items()
    }


def _said(field: Any, error: Any) -> str:
    """The field's own sentence, or a better one where Django's says only that something is wrong."""
    if error.code == "invalid_choice" and isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return f"Give one of: {', '.join(str(value) for value, _ in choices if value)}."
    return " ".join(error.messages)


@lru_cache(maxsize=512)
def _only(filterset: Any, asked: frozenset[str]) -> Any:
    """The filters that are asked by alone: making a form of all of them costs more than asking the database."""
    few: Any = type(filterset.__name__, (filterset,), {"__doc__": filterset.__doc__})
    few.base_filters = {name: one for name, one in filterset.base_filters.items() if name in asked}
    return few


#: What every object and every list can be asked by.
EVERYWHERE = (*choosing.PARAMETERS, "format")


def refuse_unknown(request: Request, known: Collection[str], *, of_all: Collection[str] = EVERYWHERE) -> None:
    """Raise ValidationError naming each parameter that is unknown, repeated or empty; known: besides those of all."""
    wrong = {
        name: [said]
        for name, values in request.query_params.lists()
        if (said := _fault(values, known=name in known or name in of_all))
    }
    if wrong:
        raise exceptions.ValidationError(wrong)


def _fault(values: list[str], *, known: bool) -> str:
    """What is wrong with how a parameter is given, or nothing."""
    if not known:
        return "There is no such parameter."
    if len(values) > 1:
        return "Give this parameter once."
    if "\0" in values[0]:
        return "There is a null character in it."
    return "" if values[0].strip() else "Give this parameter a value, or leave it out."
