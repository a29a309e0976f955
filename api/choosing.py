"""What of each object is asked for: some of its fields alone, and others whole in the place of references."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rest_framework import exceptions
from rest_framework.request import Request

#: `expand` goes so many steps from an object: what stands in the place of a reference, and of one in that.
DEEPEST = 2
#: What an address may add about it.
PARAMETERS = ("fields", "expand")
#: Always told, whatever is chosen: which object it is.
ALWAYS = ("id", "type", "self")


@dataclass(frozen=True)
class Asked:
    """What is to be told of some objects: `fields` None for all; `expand` by the name of what is expanded."""

    at: datetime
    whole: bool = False
    fields: Collection[str] | None = None
    expand: Mapping[str, "Asked"] = field(default_factory=dict)

    def wants(self, name: str) -> bool:
        """Whether a field is to be told: what costs a query asks first."""
        return self.fields is None or name in self.fields or name in self.expand


def read(request: Request, resource: Any, *, at: datetime, whole: bool = False) -> Asked:
    """What a request asks for of a list's objects. Raises ValidationError naming the parameter."""
    names = resource.field_names(whole=whole)
    fields = _words(request, "fields")
    paths = _words(request, "expand") or []
    expanded = {path.split(".")[0] for path in paths}
    if fields and (unknown := [name for name in fields if name not in names and name not in expanded]):
        _refuse("fields", f"There is no field {unknown[0]}. Choose among: {', '.join(names)}.")
    chosen = {*fields, *ALWAYS, *expanded} if fields else None
    return Asked(at, whole, chosen, _expansions(resource, [path.split(".") for path in paths], at))


def _expansions(resource: Any, paths: list[list[str]], at: datetime) -> dict[str, Asked]:
    relations = list(resource.related()) if resource else []
    found: dict[str, Asked] = {}
    for name in dict.fromkeys(path[0] for path in paths):
        if name not in relations:
            choice = f" Choose among: {', '.join(relations)}." if relations else ""
            _refuse("expand", f"There is no {name} to expand here.{choice}")
        further = [path[1:] for path in paths if path[0] == name and path[1:]]
        if any(len(path) >= DEEPEST for path in further):
            _refuse("expand", f"Expand at most {DEEPEST} steps deep.")
        found[name] = Asked(at, expand=_expansions(resource.beyond(name), further, at))
    return found


def _words(request: Request, name: str) -> list[str] | None:
    """The words of a parameter, parted by commas; None where it is not given."""
    asked = request.query_params.get(name)
    if asked is None:
        return None
    words = asked.split(",")
    if not all(words) or len(set(words)) < len(words):
        _refuse(name, "Give names parted by commas, each once.")
    return words


def _refuse(name: str, said: str) -> None:
    raise exceptions.ValidationError({name: [said]})
