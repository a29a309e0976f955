"""What apps further up the arrows show beside a record on its page, without this app knowing them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from companies.models import Record

Beside = Callable[[Record, datetime], Any]

_beside: dict[str, Beside] = {}


def show_beside(name: str, what: Beside) -> None:
    """Name what the page's template finds under `name`; one query or two each, public things only."""
    _beside[name] = what


def beside(record: Record, at: datetime) -> dict[str, Any]:
    """Everything that the apps above show beside it."""
    return {name: what(record, at) for name, what in _beside.items()}
