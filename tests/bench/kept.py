"""Databases of several sizes side by side, so that they can be measured in turn."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


def use(database: str) -> None:
    """Ask this database from now on."""
    connection.close()
    connection.settings_dict["NAME"] = database


@contextmanager
def databases() -> Iterator[Callable[[int], str]]:
    """A function that keeps the database as it is now, under a number, and says its name; gone when the block ends."""
    usual, made = str(connection.settings_dict["NAME"]), []

    def keep(number: int) -> str:
        connection.close()
        name = f"{usual}-{number}"
        _copy(usual, name)
        made.append(name)
        return name

    try:
        yield keep
    finally:
        use(usual)
        for name in made:
            _drop(name)


def _copy(database: str, name: str) -> None:
    if connection.vendor == "sqlite":
        shutil.copyfile(database, name)  # closing the last connection has written all into the file
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{database}"')


def _drop(name: str) -> None:
    if connection.vendor == "sqlite":
        Path(name).unlink()
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')
