"""What the steps hand on to one another, and the one way in which they save."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User

from articles.models import Article, Author, Topic
from companies.models import Record
from facts.models import Fact, Source

PASSWORD = "aiwatch-demo"  # noqa: S105  # printed at the end: the demonstration has no secrets


@dataclass
class Cast:
    """What the steps hand on to one another."""

    today: date
    now: datetime
    users: dict[str, User] = field(default_factory=dict)
    authors: dict[str, Author] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)  # "company/bytedance"
    sources: dict[str, Source] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)

    @property
    def fact_ids(self) -> dict[str, int]:
        return {key: fact.pk for key, fact in self.facts.items()}


def valid[T: Any](thing: T) -> T:
    """Save an object that an editor could have saved. `kind` follows from the class, in save()."""
    thing.full_clean(exclude={"kind"} if isinstance(thing, Record) else None)
    thing.save()
    return thing
