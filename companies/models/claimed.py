"""What a model's row holds of its claims: how often its release slipped, the days of the latest claim, its window."""

from typing import Any

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce

#: What is derived of the claims; the window follows from it and from the rest of the row, in the database.
CLAIMED = ("times_slipped", "said_on", "said_from", "said_to")

_WITHDRAWN = Q(status="withdrawn", said_on__isnull=False)
_OUT = Q(status__in=("released", "withdrawn")) & ~Q(released="")

#: The window is the release's, where there was one, and else that of the latest claim. "By 2030" opens when it
#: was said. A withdrawal has the day that its claim names, or was made.
OPENS = Case(
    When(_WITHDRAWN, then=Coalesce("said_from", "said_to", "said_on")),
    When(_OUT, then=Coalesce("released_earliest", "released_latest")),
    When(said_from__isnull=False, then="said_from"),
    When(said_to__gte=F("said_on"), then="said_on"),
    default="said_to",
)
CLOSES = Case(
    When(_WITHDRAWN, then=Coalesce("said_to", "said_from", "said_on")),
    When(_OUT, then="released_latest"),
    default="said_to",
)


class ClaimedField(models.PositiveSmallIntegerField):
    """How often a release slipped. Derived from the claims whenever the model is saved, with its siblings `said_…`.

    Whoever writes claims saves their model afterwards; so a row that was read before cannot undo it.
    """

    def pre_save(self, model_instance: Any, add: bool) -> int:
        """What follows from the claims as they stand. Two queries where the model is not new."""
        from companies.releases import settle

        if not add:
            settle(model_instance)
        times: int = super().pre_save(model_instance, add)
        return times

    def deconstruct(self) -> Any:
        """A plain column to migrations, whose models follow nothing."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs
