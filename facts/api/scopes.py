"""The parameter that names what part of the whole figures count."""

from typing import Any

from django import forms
from django.utils import timezone
from django_filters import rest_framework as filters
from rapidfuzz import process
from rapidfuzz.distance import OSA

from changes.api.slugs import SAID, unknown
from facts.models import Fact, Scope


class ScopeName(forms.CharField):
    """A scope by its name, of which readers see a figure."""

    def clean(self, value: Any) -> str | None:
        """The name; None where nothing is given. A query, two more for one of which readers see no figure.

        Raises ValidationError.
        """
        name = super().clean(value)
        if not name:
            return None
        at = timezone.now()
        if Fact.objects.of_public_subjects(at).filter(scope=name).order_by().exists():
            return str(name)
        once = Fact.objects.once_public(at).filter(scope=name).order_by().exists()
        raise unknown("scope", name, _nearest(name), once=once)


def _nearest(name: str) -> str | None:
    """The scope that may be meant, or None: there are some dozens of them."""
    seen = Fact.objects.of_public_subjects().exclude(scope=None).order_by().values("scope")
    names = Scope.objects.filter(name__in=seen).values_list("name", flat=True)
    found = process.extractOne(
        name[:SAID], names, processor=str.casefold, scorer=OSA.distance, score_cutoff=max(1, len(name) // 4)
    )
    return found[0] if found else None


class ScopeFilter(filters.Filter):
    """Figures of a scope."""

    field_class = ScopeName
    looks = {"type": "string"}
