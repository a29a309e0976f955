"""How one object of the API leads to another: a small object in its place, or the whole of it where that is asked."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings
from rest_framework import serializers

ROOT = "/api/v1/"
#: Read once: a page of a list has a thousand addresses.
SITE = settings.SITE_URL
API = SITE + ROOT

Reference = dict[str, Any]


def address(name: str, key: str | int) -> str:
    """Where the API tells of an object: its list's name and its slug or id."""
    return f"{API}{name}/{key}/"


def listed(name: str, **asked: str | int) -> str:
    """A list of the API, narrowed; values are slugs, ids and words that need no escaping."""
    query = "&".join([f"{key}={value}" for key, value in asked.items()])
    return f"{API}{name}/?{query}"


def page(path: str) -> str:
    """A page of the site."""
    return SITE + path


class ReferenceSerializer(serializers.Serializer[Any]):
    """Another object in short. `expand` puts the whole of it here."""

    id = serializers.IntegerField()
    type = serializers.CharField(help_text="What it is: company, model, author, article…")
    slug = serializers.CharField(help_text="Empty for what is addressed by its id.")
    name = serializers.CharField()
    url = serializers.CharField(help_text="Its page.")
    self = serializers.CharField(help_text="Its address in the API.")


class Relation(NamedTuple):
    """How the objects of a list lead to others.

    lists: the names of the lists that have them, several where a reference may be of several kinds. of: for what
    has no place in the object unless it is expanded, the other objects by the ids of these; None where the field
    holds a reference, or a list of them.
    """

    lists: tuple[str, ...]
    of: Callable[[list[int], Any], dict[int, list[dict[str, Any]]]] | None = None


class ReferenceField(serializers.Field[Any, Any, Any, Any]):
    """The place of references to objects of some lists in the schema: the small object, or the whole one."""

    def __init__(self, *lists: str, many: bool = False, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)
        self.lists, self.many = lists, many


class TypeField(serializers.Field[Any, Any, Any, Any]):
    """What the objects of a list are, said of each: tells apart what may stand in one place."""

    def __init__(self, said: str) -> None:
        super().__init__(read_only=True, help_text="What it is.")
        self.said = said
