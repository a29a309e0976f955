"""What apps further up the arrows show beside an article on its page, without this app knowing them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from articles.models import Edition

Beside = Callable[[Edition, datetime], Any]

_beside: dict[str, Beside] = {}


def show_beside(name: str, what: Beside) -> None:
    """Name what the page's template finds under `name`; one query each, public things only."""
    _beside[name] = what


def beside(edition: Edition, at: datetime) -> dict[str, Any]:
    """Everything that the apps above show beside it."""
    return {name: what(edition, at) for name, what in _beside.items()}
