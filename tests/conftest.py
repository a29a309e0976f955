"""What all tests share: a clean content version and page cache, and the small cast."""

import gc
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.test import TransactionTestCase, override_settings
from hypothesis import settings as laws
from pytest_django import DjangoDbBlocker, Settings

from changes import log

# How long one example takes says something of the machine, nothing of the law. The same examples each time, so
# that nobody's change is refused for what a law had wrong before it; `make laws` looks for new ones.
laws.register_profile("the same", deadline=None, derandomize=True)
laws.register_profile("new", deadline=None, max_examples=1000)
laws.load_profile("the same")


def pytest_configure() -> None:
    """Look for cycles seldom: walking all of Django again and again takes a tenth of the suite's time."""
    gc.set_threshold(100_000, 20, 20)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what says the same there: how pages look, and what runs on a file of its own."""
    if connection.vendor == "postgresql":
        left_out = [item for item in items if item.get_closest_marker("once")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("once")]


@pytest.fixture(scope="session", autouse=True)
def own_settings(worker_id: str) -> Iterator[None]:
    """Each worker of the tests clears a cache of its own: with Redis, a database of its own. Passwords are cheap."""
    kept = dict(django_settings.CACHES["default"])
    if "LOCATION" in kept:
        number = 0 if worker_id == "master" else int(worker_id.removeprefix("gw"))
        kept["LOCATION"] = f"{kept['LOCATION'].rsplit('/', 1)[0]}/{number + 1}"
    quick = {
        # Hashing a password slowly is the point of it, and half the time of a test that signs in.
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        # Each client of a test makes the middleware anew, which would read all static files each time.
        "WHITENOISE_AUTOREFRESH": True,
    }
    with override_settings(CACHES={"default": kept}, **quick):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """No thread of a server keeps a connection, or PostgreSQL could not drop the database at the end.

    SQLite need not wait for the disk: what is written here is to survive nothing.
    """
    database = connections.databases["default"]
    database["CONN_MAX_AGE"] = 0
    if connection.vendor == "sqlite":
        database["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"


#: SQLite's database as it was when migrated.
_MIGRATED = sqlite3.connect(":memory:", check_same_thread=False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """After a test that commits, SQLite's file is made again what it was when migrated.

    Django would empty every table and then make all permissions and roles anew, which takes as long as many a test.
    """
    if connection.vendor != "sqlite":
        yield
        return
    migrated = _MIGRATED
    with django_db_blocker.unblock():
        connection.ensure_connection()
        connection.connection.backup(migrated)

    def restore(case: TransactionTestCase) -> None:
        with transaction.atomic():
            pass  # Whoever still writes is waited for here, and not without end as a copy would.
        migrated.backup(connection.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", restore)
        yield


@pytest.fixture
def migrated(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a SQLite file of its own lies that has all tables and no rows, for processes of their own."""
    data = tmp_path_factory.mktemp("migrated")
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(data / "aiwatch.sqlite3")) as file:
            _MIGRATED.backup(file)
        return data
    environment = os.environ | {
        "AIWATCH_DATA_DIR": str(data),
        "AIWATCH_DATABASE_URL": "",
        "AIWATCH_CACHE_URL": "",
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=django_settings.BASE_DIR, env=environment, check=True)  # noqa: S603
    return data


@pytest.fixture(autouse=True)
def fresh_pages(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """No page, version or file is left over from the test before."""
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    log.forget_version()
    yield


def _staff(name: str) -> User:
    user = User.objects.create_user(name, password="pass-word-of-tests", is_staff=True)
    user.groups.add(Group.objects.get(name=name))
    return user


@pytest.fixture
def contributor(db: None) -> User:
    """Writes and submits."""
    return _staff("contributor")


@pytest.fixture
def editor(db: None) -> User:
    """Changes anything, publishes nothing."""
    return _staff("editor")


@pytest.fixture
def publisher(db: None) -> User:
    """Publishes."""
    return _staff("publisher")
