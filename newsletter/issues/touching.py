"""Which corrections touch an issue: those of what it carried, told after it began to be sent."""

from collections.abc import Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import Q, QuerySet

from changes import corrections
from changes.corrections import Thing
from changes.models import Correction
from newsletter.models import Issue, Item

#: What issues call what corrections are of.
SECTIONS = {kind: section for section, kind in Item.KINDS.items()}
#: A figure may be cited by 10,000 articles.
AT_ONCE = 5000


def carrying(things: Sequence[Thing]) -> list[Thing]:
    """The issues that were sent with one of these. A query for each kind of them."""
    ids: dict[str, list[int]] = {}
    for thing in things:
        if thing.about in SECTIONS:
            ids.setdefault(SECTIONS[thing.about], []).append(thing.about_id)
    found: dict[int, Issue] = {}
    for section, mine in ids.items():
        for some in batched(mine, AT_ONCE):
            carried = Item.objects.filter(section=section, about_id__in=some).values("issue")
            found |= Issue.objects.public().filter(pk__in=carried).order_by().in_bulk()
    return [_thing(issue) for _, issue in sorted(found.items())]


def touch_by_what_waits(issue: Issue, at: datetime) -> None:
    """Have corrections that are noted already and still to come touch an issue that begins now. One query."""
    of = Q(pk__in=[])
    for item in issue.items.all():
        of |= Q(touched__about=Item.KINDS[Item.Section(item.section)], touched__about_id=item.about_id)
    for correction in Correction.objects.filter(of, change__effective_at__gt=at).distinct():
        corrections.touch(correction, _thing(issue))


def since(issue: Issue, begin: datetime | None, at: datetime) -> "QuerySet[Correction]":
    """The corrections that readers see of what an issue carried, told after a time until another; newest first."""
    found: Any = Correction.objects.public(at).newest().select_related("change")
    found = found.filter(touched__about="issue", touched__about_id=issue.pk)
    return (
        found.filter(change__effective_at__gt=begin, change__effective_at__lte=at) if begin else found.none()
    )


def without_erratum(issue: Issue, at: datetime) -> "QuerySet[Correction]":
    """Those of them that those who got the issue were not written of."""
    told = Correction.objects.filter(pk__in=issue.errata.values("corrections"))
    return since(issue, issue.begun_at, at).exclude(pk__in=told.values("pk"))


def _thing(issue: Issue) -> Thing:
    return Thing("issue", issue.pk, issue.subject, issue.get_absolute_url())
