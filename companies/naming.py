"""The names of the records in the database, as one matcher that is built once and kept while they stand."""

from django.db.models import Count, Max

from companies.mentions import Matcher, Name
from companies.models import Alias, Record

_built: tuple[tuple[object, ...], Matcher] | None = None


def names() -> list[Name]:
    """Every name and alias of every record, private ones too: an edition notes what it uses. Two queries."""
    records = Record.objects.values_list("id", "name", "native_name", "cased", "meant_by_bare_name")
    found, flags = [], {}
    for pk, name, native, cased, preferred in records:
        flags[pk] = (cased, preferred)
        found += [Name(text, pk, cased, preferred) for text in (name, native) if text]
    aliases = Alias.objects.values_list("record_id", "text")
    return found + [Name(text, pk, *flags[pk]) for pk, text in aliases]


def _stamp() -> tuple[object, ...]:
    """Differs whenever a name or an alias was added, changed or deleted. Two cheap queries."""
    stamps = (Model.objects.aggregate(Count("id"), Max("id"), Max("updated_at")) for Model in (Record, Alias))
    return tuple(value for stamp in stamps for value in stamp.values())


def matcher() -> Matcher:
    """The matcher for all names as they stand now; built again only when one has changed."""
    global _built
    stamp = _stamp()
    if _built is None or _built[0] != stamp:
        _built = (stamp, Matcher(names()))
    return _built[1]
