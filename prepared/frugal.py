"""Reading a whole table without holding it: what SQLite keeps of its file in memory counts as ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

#: Pages of the file that are enough for walking it: 2 MB.
CACHE = -2_000


@contextmanager
def frugally() -> Iterator[None]:
    """While this lasts, SQLite maps no file into memory and keeps little of it. PostgreSQL needs nothing."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("mmap_size", "cache_size")}
        cursor.execute("PRAGMA mmap_size=0")
        cursor.execute(f"PRAGMA cache_size={CACHE}")
        cursor.execute("PRAGMA shrink_memory")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name, value in usual.items():
                cursor.execute(f"PRAGMA {name}={value}")
