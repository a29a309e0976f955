"""What apps further up the arrows show beside an article or a topic on its page, without this app knowing them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from articles.models import Edition, Topic

Beside = Callable[[Edition, datetime], Any]

_beside: dict[str, Beside] = {}


def show_beside(name: str, what: Beside) -> None:
    """Name what the page's template finds under `name`; one query each, public things only."""
    _beside[name] = what


def beside(edition: Edition, at: datetime) -> dict[str, Any]:
    """Everything that the apps above show beside it."""
    return {name: what(edition, at) for name, what in _beside.items()}


BesideTopic = Callable[[Topic, datetime], Any]

_beside_topics: dict[str, BesideTopic] = {}


def show_beside_topic(name: str, what: BesideTopic) -> None:
    """Name what a topic's template finds under `name`; one query each, public things only."""
    _beside_topics[name] = what


def beside_topic(topic: Topic, at: datetime) -> dict[str, Any]:
    """Everything that the apps above show beside it."""
    return {name: what(topic, at) for name, what in _beside_topics.items()}
