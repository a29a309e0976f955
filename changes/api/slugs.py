"""Parameters that name an object by its slug: one that it had leads to it, and one that nothing has is refused."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django_filters import rest_framework as filters
from rapidfuzz import process
from rapidfuzz.distance import OSA

from api.narrowing import UNKNOWN
from changes import addresses

Public = Callable[[datetime], QuerySet[Any]]

#: So much of what was given is said again.
SAID = 60
#: So many slugs are looked through for one that may be meant.
LOOKED_THROUGH = 2_000


class Slug(forms.CharField):
    """A slug, read as the id of the public object that has it or had it.

    kind: of the object, as it is called and as its addresses are kept. public: those that there are at a time.
    by: their column that is given.
    """

    def __init__(self, *, kind: str, public: Public, by: str = "slug", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind, self.public, self.by = kind, public, by

    def clean(self, value: Any) -> int | None:
        """The id; None where nothing is given. A query, two more for a slug that nothing has today.

        Raises ValidationError.
        """
        slug = super().clean(value)
        if not slug:
            return None
        public = self.public(timezone.now()).order_by()
        ids = public.values_list("pk", flat=True)
        found = list(ids.filter(**{self.by: slug})[:1])
        if not found and (pk := addresses.holder(self.kind, slug)):
            found = list(ids.filter(pk=pk))
        if not found:
            raise no_such(self.kind, slug, public.values_list(self.by, flat=True), by=self.by)
        return int(found[0])


class SlugFilter(filters.Filter):
    """What one object is used by, or belongs to, by the object's slug."""

    field_class = Slug
    looks = {"type": "string"}


def no_such(kind: str, slug: str, slugs: QuerySet[Any, Any], *, by: str = "slug") -> ValidationError:
    """That nothing has a slug, and which of `slugs` is one slip of the pen away. One query."""
    said = f"There is no {kind} “{slug[:SAID]}”."
    if near := _nearest(slug, slugs, by):
        said += f" Did you mean “{near}”?"
    return ValidationError(said, code=UNKNOWN)


def _nearest(slug: str, slugs: QuerySet[Any, Any], by: str) -> str | None:
    """The slug that may be meant, or None. Whoever errs seldom errs in the first letter."""
    meant = slugify(slug.rpartition("/")[2])[:SAID]
    if not meant:
        return None
    begun = slugs.filter(**{f"{by}__startswith": meant[0]})[:LOOKED_THROUGH]
    found = process.extractOne(meant, begun, scorer=OSA.distance, score_cutoff=max(1, len(meant) // 4))
    return found[0] if found else None
