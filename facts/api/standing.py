"""How records are narrowed by how their figures stand."""

from typing import Any

from django.db.models import Exists, OuterRef

from api.values import TruthFilter
from facts.api import rare
from facts.models import Fact


class WithStale(TruthFilter):
    """Records that have a figure which the ledger has as current and which does not simply stand."""

    def __init__(self) -> None:
        super().__init__(
            method=_with_stale,
            help_text="Whether it has a figure that nothing superseded and that does not simply stand: one with a "
            "newer period, a forecast whose time has come, or one past its review.",
        )


def _with_stale(records: Any, name: str, value: bool) -> Any:
    few = rare.with_stale()
    if few is not None:
        return records.filter(pk__in=few) if value else records.exclude(pk__in=few)
    stale: Any = Fact.objects.public().current_to_readers().stale().filter(subject=OuterRef("pk"))
    return records.filter(Exists(stale) if value else ~Exists(stale))
