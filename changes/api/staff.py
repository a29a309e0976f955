"""When what the staff are told of an object or in a list became what it is."""

from datetime import datetime
from typing import Any

from changes import history, log


class Dated:
    """For the views of what the staff read: the last change of what is told, or of what readers see of it."""

    def altered_at(self, row: Any) -> datetime:
        """Of an object. One query, and the content version's."""
        return _last(history.last_altered(row), getattr(row, "updated_at", None))

    def list_altered_at(self) -> datetime:
        """Of a list: when anything was, for its objects tell of others. One query, and the content version's."""
        return _last(history.newest())


def _last(*moments: datetime | None) -> datetime:
    return max(moment for moment in (*moments, log.current_version().since) if moment)
