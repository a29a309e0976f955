"""What the newsletter keeps: who takes it, what they follow, the issues, and each mail as far as it went."""

from newsletter.models.delivery import Delivery, Notice, Told
from newsletter.models.issue import Erratum, Issue, Item
from newsletter.models.subscriber import Asking, Follow, Subscriber

__all__ = ["Asking", "Delivery", "Erratum", "Follow", "Issue", "Item", "Notice", "Subscriber", "Told"]
