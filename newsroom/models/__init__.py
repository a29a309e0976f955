"""What the newsroom keeps across apps, for itself alone: nothing here is read by a page of the site."""

from newsroom.models.asked import Sought
from newsroom.models.figures import Kept, Rollout
from newsroom.models.filters import SavedFilter
from newsroom.models.planning import Planned, Review, Trouble
from newsroom.models.records import LookedAt, Merged, Unrecorded
from newsroom.models.writing import Autosave, Presence, SharedPreview
from newsroom.staff.models import Account, Attempt, RecoveryCode

__all__ = [
    "Account",
    "Attempt",
    "Autosave",
    "Kept",
    "LookedAt",
    "Merged",
    "Planned",
    "Presence",
    "RecoveryCode",
    "Review",
    "Rollout",
    "SavedFilter",
    "SharedPreview",
    "Sought",
    "Trouble",
    "Unrecorded",
]
