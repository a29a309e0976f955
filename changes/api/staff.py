"""When what the staff are told of an object became what it is."""

from datetime import datetime
from typing import Any

from changes import history, log


class Dated:
    """For the views of what the staff read: the last change of the object, or of what readers see of it."""

    def altered_at(self, row: Any) -> datetime:
        """The later of the two. One query, and the content version's."""
        known = (history.last_altered(row), getattr(row, "updated_at", None), log.current_version().since)
        return max(moment for moment in known if moment)
