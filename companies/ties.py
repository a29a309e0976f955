"""Ownership in words, as a tree above and below a company: who owns it, and what it owns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy

from companies import dates
from companies.models import Company, Ownership, Record
from readers.words import Words

_Type = Ownership.Type

LEVELS = 3  # of owners, and of holdings
MOST = 150  # ties that are read in each direction, the company's own first

#: What the owner is to the one it owns.
OWNER = {
    _Type.PARENT: gettext_lazy("Parent company"),
    _Type.MAJORITY: gettext_lazy("Majority owner"),
    _Type.MINORITY: gettext_lazy("Minority owner"),
    _Type.AFFILIATE: gettext_lazy("Affiliate"),
    _Type.ACQUIRED_BY: gettext_lazy("Acquired this company"),
    _Type.MERGED_INTO: gettext_lazy("This company merged into it"),
    _Type.SPUN_OFF_FROM: gettext_lazy("This company was spun off from it"),
    _Type.JOINT_VENTURE: gettext_lazy("Partner in this joint venture"),
    _Type.CONTROLLED_BY_CONTRACT: gettext_lazy("Controls this company by contract"),
    _Type.RENAMED_FROM: gettext_lazy("Former name"),
}
#: What the owned company is to its owner.
OWNED = {
    _Type.PARENT: gettext_lazy("Subsidiary"),
    _Type.MAJORITY: gettext_lazy("Majority holding"),
    _Type.MINORITY: gettext_lazy("Minority holding"),
    _Type.AFFILIATE: gettext_lazy("Affiliate"),
    _Type.ACQUIRED_BY: gettext_lazy("Acquired"),
    _Type.MERGED_INTO: gettext_lazy("Merged into this company"),
    _Type.SPUN_OFF_FROM: gettext_lazy("Spun off from this company"),
    _Type.JOINT_VENTURE: gettext_lazy("Joint venture"),
    _Type.CONTROLLED_BY_CONTRACT: gettext_lazy("Controlled by contract"),
    _Type.RENAMED_FROM: gettext_lazy("Later name"),
}
#: Ties by which one company decides for the other; the rest are drawn dashed.
DECIDES = {_Type.PARENT, _Type.MAJORITY, _Type.ACQUIRED_BY, _Type.MERGED_INTO, _Type.CONTROLLED_BY_CONTRACT}


@dataclass(frozen=True, slots=True)
class Branch:
    """One tie of the tree: the company at its far end, what it is to the one before, and the ties beyond."""

    company: Company
    to: Company
    relation: Words
    tie: Ownership
    ended: bool
    branches: "list[Branch]"

    @property
    def decides(self) -> bool:
        """Whether one decides for the other, or only holds a part."""
        return self.tie.type in DECIDES

    @property
    def when(self) -> str:
        """Since when, and until when, in words; empty where neither is known."""
        return dates.lasting(self.tie.since_in_words, self.tie.until_in_words)


@dataclass(frozen=True, slots=True)
class Tree:
    """The owners of a company and what it holds."""

    above: list[Branch]
    below: list[Branch]

    def __bool__(self) -> bool:
        return bool(self.above or self.below)


def tree(company: Company, at: datetime) -> Tree:
    """The ties of a company to both sides, three levels deep, as far as both ends are public. Two queries."""
    today = timezone.localdate(at)
    above = _near(company, "owned", "owner", at)
    below = _near(company, "owner", "owned", at)
    return Tree(
        _grown(company, above, ("owned", "owner"), OWNER, today),
        _grown(company, below, ("owner", "owned"), OWNED, today),
    )


def _near(company: Company, near: str, far: str, at: datetime) -> list[Ownership]:
    """The ties at most LEVELS away, the company's own first."""
    public = Record.objects.public(at)
    ends: Any = [company.pk]
    within = Q()
    for _ in range(LEVELS):
        within |= Q(**{f"{near}__in": ends})
        ends = Ownership.objects.filter(**{f"{near}__in": ends}).values(far)
    ties = Ownership.objects.filter(within, owner__in=public, owned__in=public).select_related(
        "owner", "owned"
    )
    own_first = Case(When(**{near: company.pk}, then=Value(0)), default=Value(1))
    return list(ties.order_by(own_first, f"{far}__name", "pk")[:MOST])


def _grown(
    root: Company, ties: Iterable[Ownership], ends: tuple[str, str], words: dict[Any, Any], today: date
) -> list[Branch]:
    """The branches from a company on. One that stands on the way already, as in a loop, is not entered again."""
    near, far = ends
    by_near: dict[int, list[Ownership]] = {}
    for tie in ties:
        by_near.setdefault(getattr(tie, f"{near}_id"), []).append(tie)

    def grow(at: Company, way: tuple[int, ...]) -> list[Branch]:
        if len(way) > LEVELS:
            return []
        return [
            Branch(
                company=beyond,
                to=at,
                relation=words[_Type(tie.type)],
                tie=tie,
                ended=tie.until_latest is not None and tie.until_latest < today,
                branches=grow(beyond, (*way, beyond.pk)),
            )
            for tie in by_near.get(at.pk, [])
            if (beyond := getattr(tie, far)).pk not in way
        ]

    return grow(root, (root.pk,))
