"""Endpoints that want to hear of a few things alone: one figure, a model's release, a record, a topic.

What can be followed, and what of the log is about it, is known to the apps above: they say so when they are ready.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from changes.models import Change
from webhooks.models import Endpoint, Only

Key = tuple[str, int]


class NoSuchThing(ValueError):
    """A line names nothing that can be followed; the message is a sentence that says which."""


class Doors(NamedTuple):
    """What the apps above know.

    found: the thing that a kind and a slug or number name, or None. named: how things are written, by their keys.
    reached: what a row of the log is about at a time.
    """

    found: Callable[[str, str, datetime], Key | None]
    named: Callable[[Collection[Key], datetime], dict[Key, str]]
    reached: Callable[[Change, datetime], set[Key]]


_doors: list[Doors] = []


def open_doors(doors: Doors) -> None:
    """Name what the apps above know."""
    _doors[:] = [doors]


def read(lines: str, at: datetime) -> list[Key]:
    """The things that lines name, each as `model/doubao-2-0` or `fact/12`. Raises NoSuchThing."""
    keys = []
    for line in filter(None, (line.strip() for line in lines.splitlines())):
        about, _, name = line.partition("/")
        key = _doors[0].found(about, name, at) if _doors else None
        if key is None:
            raise NoSuchThing(f"“{line[:60]}” is nothing that readers see and can follow.")
        keys.append(key)
    return list(dict.fromkeys(keys))


def written(endpoint: Endpoint, at: datetime) -> str:
    """What an endpoint hears of alone, a line each; empty where it hears of everything."""
    keys = [(one.about, one.about_id) for one in endpoint.only.all()]
    names = _doors[0].named(keys, at) if _doors else {}
    return "\n".join(names.get(key, f"{key[0]}/{key[1]}") for key in keys)


@transaction.atomic
def narrow(endpoint: Endpoint, keys: Collection[Key]) -> None:
    """Have an endpoint hear of these alone; of everything where there are none."""
    had = {(one.about, one.about_id): one.pk for one in endpoint.only.all()}
    Only.objects.filter(pk__in=[pk for key, pk in had.items() if key not in keys]).delete()
    new = [key for key in keys if key not in had]
    Only.objects.bulk_create(Only(endpoint=endpoint, about=about, about_id=pk) for about, pk in new)


def hears(endpoint: Endpoint, change: Change, at: datetime) -> bool:
    """Whether an endpoint is to hear of a row of the log: where it named things, of what is major in these alone."""
    wanted = {(one.about, one.about_id) for one in endpoint.only.all()}
    if not wanted:
        return True
    return not change.silent and bool(_doors and wanted & _doors[0].reached(change, at))


def hand_over(about: str, gone: int, *, to: int) -> None:
    """Have endpoints that hear of something hear of what it turned out to be one with."""
    for named in (about, "release"):
        mine = Only.objects.filter(about=named, about_id=gone)
        mine.filter(endpoint__in=Only.objects.filter(about=named, about_id=to).values("endpoint")).delete()
        mine.update(about_id=to)
