"""Parameters that name an object by its slug: one that it had leads to it, and one that nothing has is refused."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django_filters import rest_framework as filters
from rapidfuzz import process
from rapidfuzz.distance import OSA

from api.narrowing import GONE, UNKNOWN
from changes import addresses, following
from changes.following import Moved

Public = Callable[[datetime], QuerySet[Any]]

#: So much of what was given is said again.
SAID = 60
#: So many slugs are looked through for one that may be meant.
LOOKED_THROUGH = 2_000


class Slug(forms.CharField):
    """A slug, read as the id of the public object that has it or had it.

    kind: of the object, as it is called and as its addresses are kept. public: those that there are at a time.
    among: those that there are, public or not. by: their column that is given.
    """

    def __init__(
        self, *, kind: str, public: Public, among: QuerySet[Any], by: str = "slug", **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.kind, self.public, self.among, self.by = kind, public, among, by

    def clean(self, value: Any) -> int | None:
        """The id; None where nothing is given. A query, some more for a slug that nothing has today.

        Raises ValidationError.
        """
        slug = super().clean(value)
        if not slug:
            return None
        public = self.public(timezone.now()).order_by()
        ids = public.values_list("pk", flat=True)
        found = list(ids.filter(**{self.by: slug})[:1])
        holder = None if found else addresses.holder(self.kind, slug)
        if holder:
            found = list(ids.filter(pk=holder))
        if not found:
            had = Q(**{self.by: slug}) | Q(pk=holder)
            named = [(self.kind, pk) for pk in self.among.filter(had).order_by().values_list("pk", flat=True)]
            slugs = public.values_list(self.by, flat=True)
            raise no_such(self.kind, slug, slugs, by=self.by, once=seen_once(named))
        return int(found[0])


class SlugFilter(filters.Filter):
    """What one object is used by, or belongs to, by the object's slug."""

    field_class = Slug
    looks = {"type": "string"}


def seen_once(named: Iterable[tuple[str, int]]) -> bool:
    """Whether readers saw any of some things, by kind and id, that they do not see. A few queries a kind."""
    at = timezone.now()
    return bool(following.gone([Moved(kind, pk, at) for kind, pk in named], at))


def no_such(
    kind: str, slug: str, slugs: QuerySet[Any, Any], *, by: str = "slug", once: bool
) -> ValidationError:
    """That nothing public has a slug, and which of `slugs` is one slip of the pen away. One query.

    once: whether readers saw what had it; the code tells it to those who follow a list by it.
    """
    return unknown(kind, slug, _nearest(slug, slugs, by), once=once)


def unknown(kind: str, given: str, near: str | None, *, once: bool) -> ValidationError:
    """The same, with the one that may be meant."""
    said = f"There is no {kind} “{given[:SAID]}”."
    if near:
        said += f" Did you mean “{near}”?"
    return ValidationError(said, code=GONE if once else UNKNOWN)


def _nearest(slug: str, slugs: QuerySet[Any, Any], by: str) -> str | None:
    """The slug that may be meant, or None. Whoever errs seldom errs in the first letter."""
    meant = slugify(slug.rpartition("/")[2])[:SAID]
    if not meant:
        return None
    begun = slugs.filter(**{f"{by}__startswith": meant[0]})[:LOOKED_THROUGH]
    found = process.extractOne(meant, begun, scorer=OSA.distance, score_cutoff=max(1, len(meant) // 4))
    return found[0] if found else None
