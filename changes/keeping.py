"""What is worked out of all that readers see, kept until something of it differs."""

from collections.abc import Callable
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from changes import log

#: A version ends with its day.
A_DAY = 24 * 60 * 60


def kept[T](name: str, work_out: Callable[[datetime], T]) -> T:
    """What `work_out` finds now, which is never None, or what it found since readers last saw something change."""
    key = f"of-all:{name}:{log.current_version().key}"
    found: T | None = cache.get(key)
    if found is None:
        found = work_out(timezone.now())
        cache.set(key, found, A_DAY)
    return found
