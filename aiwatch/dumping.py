"""All that is public as files in a directory: every list of the API, with the licence and checksums."""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.text import slugify

from aiwatch.api import LISTS
from aiwatch.replacing import MADE_BY, PACKAGE, SUMS, replaced
from api.choosing import Asked
from api.formats import CSV, NDJSON, Streamed
from api.paging import Order
from api.references import ROOT, page
from api.resources import Resource, Row

LICENCE = """\
The texts and data of {name} in this directory are under the licence at {licence}

Credit them as “{name}”, with a link to the page of what you use (its `url`)
or to {home} and say so where you changed something.

They were taken at {at} from {api}
What we had wrong is told at {corrections}

Pictures are not in here. Articles tell the address of theirs, and the credit.
"""
README = """\
This is all that readers of {name} could see at {at}, as its API tells it
({api}). Of each list there are two files. In the one
that ends in .ndjson.gz each line is a whole object, as it stands alone at its
address (`self`); .csv is a table of the same objects with what the list tells
of them, in UTF-8 with a byte order mark.

datapackage.json (Frictionless Data Package) says what each file is, how many
objects it holds and how long it is. `sha256sum -c SHA256SUMS` checks that all
came whole. LICENSE.txt says what may be done with it. To stay in step from here
on, ask the lists of the API for what changed (`updated_since`).
"""

#: What a resource of a data package says of itself.
Told = dict[str, Any]


def dump(directory: Path, *, at: datetime, say: Callable[[str], None]) -> None:
    """Write all that is public at a time into a directory, in the place of the dump that lies there.

    The same data and the same time give the same bytes. say: is told a line a list. Raises `NotReplaced` where the
    directory holds anything but a dump, another run is at work, or nothing can be written there.
    """
    with replaced(directory) as made:
        resources: list[Told] = []
        for listed in LISTS.values():
            whole, table = _whole(made, listed, at), _table(made, listed, at)
            resources += [whole, table]
            sizes = " and ".join(f"{one['path']} ({one['bytes']:,} bytes)" for one in (whole, table))
            say(f"{listed.plural}: {whole['count']:,} in {sizes}.")
        words = _words(at)
        (made / "LICENSE.txt").write_text(LICENCE.format_map(words), "utf-8")
        (made / "README.txt").write_text(README.format_map(words), "utf-8")
        package = json.dumps(_package(resources, at), ensure_ascii=False, indent=2)
        (made / PACKAGE).write_text(f"{package}\n", "utf-8")
        names = sorted(file.name for file in made.iterdir())
        sums = "".join(f"{_sha256(made / name)}  {name}\n" for name in names)
        (made / SUMS).write_text(sums, "utf-8")


def _whole(made: Path, listed: type[Resource], at: datetime) -> Told:
    """A list with a whole object on each line, packed."""
    file = made / f"{listed.plural}.ndjson.gz"
    with _packed(file) as out:
        count = _tell(out, listed, Asked(at, whole=True), NDJSON())
    of = {"format": "ndjson", "mediatype": NDJSON.media_type, "compression": "gz"}
    return _resource(file, f"{listed.plural}-whole", of, count)


def _table(made: Path, listed: type[Resource], at: datetime) -> Told:
    """A list as its table."""
    file = made / f"{listed.plural}.csv"
    with file.open("wb") as out:
        count = _tell(out, listed, Asked(at), CSV())
    return _resource(file, listed.plural, {"format": "csv", "mediatype": CSV.media_type}, count)


@contextmanager
def _packed(file: Path) -> Iterator[IO[bytes]]:
    """A gzipped file in which neither its name stands nor when it was written: the same bytes for the same data."""
    with file.open("wb") as raw, gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0) as packed:
        yield packed  # type: ignore[misc]  # it is written to like a file


def _tell(out: IO[bytes], listed: type[Resource], asked: Asked, format: Streamed) -> int:
    """Write all objects of a list, some at a time, and count them."""
    count = 0

    def counted(rows: Iterator[Row]) -> Iterator[Row]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    order = Order(next(iter(listed.orders.values())))
    rows = counted(listed.all_told(listed.public(asked.at), order, asked))
    for piece in format.pieces(rows, listed.field_names(whole=asked.whole)):
        out.write(piece.encode())
    return count


def _resource(file: Path, name: str, of: Told, count: int) -> Told:
    return {
        "name": name,
        "path": file.name,
        **of,
        "encoding": "utf-8",
        "count": count,
        "bytes": file.stat().st_size,
        "hash": f"sha256:{_sha256(file)}",
    }


def _package(resources: list[Told], at: datetime) -> Told:
    """All of it as a data package (datapackage.org)."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": slugify(settings.SITE_NAME) or "dump",
        "title": settings.SITE_NAME,
        "homepage": page("/"),
        "created": _moment(at),
        "licenses": [{"path": settings.SITE_LICENCE}],
        "sources": [{"title": settings.SITE_NAME, "path": page(ROOT)}],
        **MADE_BY,
        "resources": resources,
    }


def _words(at: datetime) -> dict[str, str]:
    """What stands in the licence and the README."""
    return {
        "name": settings.SITE_NAME,
        "home": page("/"),
        "api": page(ROOT),
        "licence": settings.SITE_LICENCE,
        "corrections": page("/corrections/"),
        "at": _moment(at),
    }


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _sha256(file: Path) -> str:
    with file.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()
