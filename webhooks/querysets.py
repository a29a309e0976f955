"""The vocabulary of webhooks: who is called, and what is to be sent."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from webhooks.models import Delivery, Endpoint


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    """Endpoints."""

    def active(self) -> "EndpointQuerySet":
        """Those that are called."""
        return self.filter(disabled_at=None)

    def free(self, at: datetime) -> "EndpointQuerySet":
        """Those that nobody is sending to just now: whoever does for too long was stopped in between."""
        return self.active().filter(Q(busy_until=None) | Q(busy_until__lte=at))

    def untold(self) -> "EndpointQuerySet":
        """Those that were disabled and whose owners do not know it yet."""
        return self.filter(disabled_at__isnull=False, told_at=None)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries."""

    def due(self, at: datetime) -> "DeliveryQuerySet":
        """Those to be sent now, in the order in which they were noted."""
        return self.filter(state="waiting", due_at__lte=at).order_by("pk")
