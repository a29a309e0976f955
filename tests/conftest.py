"""What all tests share: a clean content version and page cache, and the small cast."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from pytest_django import Settings

from articles.workflow import make_groups
from changes import log


@pytest.fixture(autouse=True)
def fresh_pages(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """No page, version or file is left over from the test before."""
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    log.forget_version()
    yield


def _staff(name: str) -> User:
    make_groups()
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
