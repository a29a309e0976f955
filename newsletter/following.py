"""What readers can follow: what each is called and where it is, as far as readers see it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Topic
from changes.texts import number
from companies.models import Record
from facts import carding
from facts.models import Fact
from newsletter.models import Follow

About = Follow.About
Key = tuple[str, int]

#: So many at most are asked for at once, and followed by one reader.
MOST, MOST_IN_ALL = 50, 300

#: What a mail about each comes for, beside its name.
WHAT: dict[str, str | Promise] = {
    About.TOPIC: _("Topic"),
    About.COMPANY: _("Company"),
    About.PRODUCT: _("Product"),
    About.FAMILY: _("Model family"),
    About.MODEL: _("Model: its release, its figures and what else changes"),
    About.MARKET: _("Market"),
    About.RELEASE: _("Its release alone"),
    About.FACT: _("Figure"),
}


class Thing(NamedTuple):
    """Something to follow."""

    about: str
    id: int
    title: str
    address: str

    @property
    def key(self) -> Key:
        """What it is kept by."""
        return self.about, self.id

    @property
    def value(self) -> str:
        """What forms call it."""
        return f"{self.about}-{self.id}"

    @property
    def what(self) -> str:
        """What of it is told."""
        return str(WHAT[self.about])


def read(value: str) -> Key | None:
    """What a form calls so, or None; whether there is such a thing is another question."""
    about, _, pk = value.partition("-")
    found = number(pk)
    return (about, found) if about in About.values and found is not None else None


def public(keys: Iterable[Key], at: datetime) -> list[Thing]:
    """Those of some things that readers see, in the order given. A query each for topics, records and figures."""
    wanted = list(dict.fromkeys(keys))
    ids: dict[str, set[int]] = defaultdict(set)
    for about, pk in wanted:
        ids[_kept_as(about)].add(pk)
    found = {**_topics(ids.pop(About.TOPIC, ()), at), **_facts(ids.pop(About.FACT, ()), at)}
    found |= _records(ids, at)
    return [
        Thing(about, pk, *found[_kept_as(about), pk])
        for about, pk in wanted
        if (_kept_as(about), pk) in found
    ]


def topics(at: datetime) -> list[Thing]:
    """All topics that readers see, by name. One query."""
    rows = Topic.objects.public(at).order_by("name")
    return [Thing(About.TOPIC, row.pk, row.name, row.get_absolute_url()) for row in rows]


def called(about: str, slug: str, at: datetime) -> Key | None:
    """The thing of a slug that readers see, or None. One query; figures have no slugs."""
    rows: Any = Topic.objects.public(at)
    if about != About.TOPIC:
        rows = Record.objects.public(at).filter(kind=_kept_as(about))
    pk = rows.filter(slug=slug).values_list("pk", flat=True).first()
    return None if pk is None else (about, pk)


def offered(key: Key, at: datetime) -> list[Thing]:
    """What can be followed from a page: what it is about, and of a model its release alone. Nothing for no page."""
    about, pk = key
    return public([(About.RELEASE, pk), (About.MODEL, pk)] if _kept_as(about) == About.MODEL else [key], at)


def _kept_as(about: str) -> str:
    return About.MODEL if about == About.RELEASE else about


Named = dict[Key, tuple[str, str]]


def _topics(ids: Collection[int], at: datetime) -> Named:
    rows = Topic.objects.public(at).filter(pk__in=ids) if ids else ()
    return {(About.TOPIC.value, row.pk): (row.name, row.get_absolute_url()) for row in rows}


def _records(ids: dict[str, set[int]], at: datetime) -> Named:
    kinds = [Q(kind=kind, pk__in=some) for kind, some in ids.items()]
    rows = Record.objects.public(at).filter(Q(*kinds, _connector=Q.OR)) if kinds else ()
    return {(row.kind, row.pk): (row.name, row.get_absolute_url()) for row in rows}


def _facts(ids: Collection[int], at: datetime) -> Named:
    rows = Fact.objects.told(at).filter(pk__in=ids) if ids else ()
    return {(About.FACT.value, row.pk): (_figure(row), row.get_absolute_url()) for row in rows}


def _figure(fact: Fact) -> str:
    return ", ".join(filter(None, (carding.of(fact), fact.as_of_in_words, fact.shown)))
