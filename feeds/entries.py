"""What a feed tells, whatever its form: apps fill these."""

from datetime import datetime
from typing import NamedTuple

#: So many entries does a feed have at most.
LENGTH = 30


class Person(NamedTuple):
    """Who wrote an entry, with the path of their page where they have one."""

    name: str
    path: str = ""


class Entry(NamedTuple):
    """One entry. `key` is a path that stays its own for good, also when `path`, where it is read, becomes another."""

    key: str
    path: str
    title: str
    summary: str
    html: str
    published: datetime
    modified: datetime
    people: tuple[Person, ...] = ()
    tags: tuple[str, ...] = ()
    image: str = ""


class Feed(NamedTuple):
    """A feed: its own path without an ending, the path of the page that shows the same, and its entries."""

    path: str
    title: str
    about: str
    page: str
    entries: list[Entry]


class Named(NamedTuple):
    """A feed as pages lead to it: its title, and its path without an ending."""

    title: str
    path: str


class Moved(Exception):
    """What the feed is about has another slug today; `path` is that of its feed, without an ending."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path
