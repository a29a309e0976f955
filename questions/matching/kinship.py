"""Whose the records are that a question names, and which family is just one model."""

from collections.abc import Collection, Iterable

from django.db.models import Count, Min

from companies.models import AIModel, Ownership, Record
from questions.matching.likeness import Kin

CONTROLS = [kind for kind in Ownership.Type if kind.controls]


def kin_of(records: Collection[str]) -> Kin:
    """What has to be known of records to compare what names them. Three queries, none where there are none."""
    if not records:
        return Kin({}, {})
    rows = Record.objects.filter(pk__in=records).values_list(
        "pk", "kind", "aimodel__family", "aimodel__developer", "modelfamily__developer", "product__owner"
    )
    above = {pk: {owner for owner in owners if owner} for pk, _, *owners in rows}
    families = {pk for pk, kind, *_ in rows if kind == Record.Kind.FAMILY} | {
        row[2] for row in rows if row[2]
    }
    models = AIModel.objects.filter(family__in=families).order_by().values_list("family")
    only = dict(
        models.annotate(several=Count("pk"), model=Min("pk")).filter(several=1).values_list("family", "model")
    )
    for family, model in only.items():
        above.setdefault(model, set()).update({family, *above.get(family, ())})
    owners = _owners()
    return Kin(
        {str(pk): {str(owner) for owner in _all_above(mine, owners)} for pk, mine in above.items()},
        {str(family): str(model) for family, model in only.items()},
    )


def _owners() -> dict[int, set[int]]:
    """Who decides for each company today. One query."""
    found: dict[int, set[int]] = {}
    for owner, owned in Ownership.objects.filter(type__in=CONTROLS, until="").values_list("owner", "owned"):
        found.setdefault(owned, set()).add(owner)
    return found


def _all_above(direct: Iterable[int], owners: dict[int, set[int]]) -> set[int]:
    found, waiting = set(), list(direct)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += owners.get(one, ())
    return found
