"""What is offered as one types: names, headlines and answered questions that begin so, or hold a word that does."""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from search import doors
from search.engines import among, engine
from search.models import Document, Name
from search.reading import LONGEST
from search.words import PIECE, phrase, plain, squeezed

#: So many are looked at, of which readers may not see all.
LOOKED_AT = 60
#: Of so many titles, among which are records’, that were looked at by their names.
READ = 300
#: From so many letters on headlines are looked at too: what begins with one letter are most.
WORTH_A_HEADLINE = 2


class Suggestion(NamedTuple):
    """Something that may be meant."""

    kind: str
    title: str
    url: str


def suggest(typed: str, *, limit: int = 8, at: datetime | None = None) -> list[Suggestion]:
    """What may be meant by what is typed so far: first what is called so, then newest titles with these words.

    Nothing for what is too long. Some ten queries, however much there is.
    """
    at, key = at or timezone.now(), squeezed(typed)
    if not key or len(typed) > LONGEST:
        return []
    names = Name.objects.filter(key__startswith=key).order_by("-whole", "key", "document")[:LOOKED_AT]
    found = list(names.values_list("document__kind", "document__object_id"))
    if len(key) >= WORTH_A_HEADLINE or not key.isascii():
        found += _titled(typed)
    found = [*dict.fromkeys(found)]
    seen = doors.public(found, at)
    shown = [one for one in found if one in seen][:limit]
    hits = doors.told(shown, at)
    return [
        Suggestion(doors.type_of(hits[one].kind), hits[one].title, hits[one].url)
        for one in shown
        if one in hits
    ]


def _titled(typed: str) -> list[doors.Key]:
    """The newest in whose titles all words stand, of the last one the beginning; not what is called by a name."""
    *whole, last = phrase(typed)
    begun = plain([piece[0] for piece in PIECE.finditer(typed)][-1]) if last[0].isascii() else last
    needed = [*([(term,)] for term in whole), [(last,), (f"{begun.removesuffix('*')}*",)]]
    with engine().asking():
        ids = engine().newest(needed, READ, titles=True)
    rows = Document.objects.filter(pk__in=among(ids)).exclude(kind__in=doors.last | doors.by_name)
    return list(rows.order_by("-pk").values_list("kind", "object_id")[:LOOKED_AT])
