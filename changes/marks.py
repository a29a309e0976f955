"""How far somebody has followed the log: a mark that they keep and hand back."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Self

from api.values import MOMENT
from changes.horizon import Horizon

#: By how much a plain time is taken earlier: for the longest transaction, and for clocks that differ.
WIDENED = timedelta(minutes=10)

_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2101, 1, 1, tzinfo=UTC)
_LONGEST = 4000
_WRITTEN = re.compile(
    r"m(?P<at>\d{1,16})\.(?P<row>\d{1,18})\.(?:(?P<target>\d{1,18})(?P<kind>[a-z]{1,20}))?"
    r"\.(?P<next>\d{1,18})(?P<open>(?:-\d{1,18})*)",
    re.ASCII,
)
_WRONG = (
    "Give the mark that the answer before called “synced”, or a time with its zone from 1970 to 2099, "
    "as 2026-11-26T09:30:00Z; in an address, + is written %2B."
)


class Mark(NamedTuple):
    """The row of the log that somebody came to, and what was committed when they looked.

    after: the last of the objects that this row reaches which they were given; None where it was all of them.
    seen: None where only a time is known.
    """

    at: datetime
    row: int = 0
    after: tuple[int, str] | None = None
    seen: Horizon | None = None

    @classmethod
    def read(cls, text: str) -> Self:
        """A mark from its text or from a time in ISO 8601. Raises ValueError with a sentence."""
        if len(text) > _LONGEST:
            raise ValueError(_WRONG)
        if written := _WRITTEN.fullmatch(text):
            return cls._written(written)
        if not re.fullmatch(MOMENT, text):
            raise ValueError(_WRONG)
        return cls.of(datetime.fromisoformat(text).astimezone(UTC))

    @classmethod
    def of(cls, time: datetime) -> Self:
        """The mark of a plain time: a while before it."""
        return cls(max(time - WIDENED, _FIRST))

    @classmethod
    def _written(cls, written: re.Match[str]) -> Self:
        at = _FIRST + timedelta(microseconds=int(written["at"]))
        if at >= _LAST:
            raise ValueError(_WRONG)
        after = (int(written["target"]), written["kind"]) if written["target"] else None
        under_way = tuple(int(number) for number in written["open"].split("-")[1:])
        seen = Horizon(int(written["next"]), under_way) if int(written["next"]) else None
        return cls(at, int(written["row"]), after, seen)

    def __str__(self) -> str:
        """As clients keep it: nothing in it has to be escaped in an address."""
        at = (self.at - _FIRST) // timedelta(microseconds=1)
        after = f"{self.after[0]}{self.after[1]}" if self.after else ""
        seen = self.seen or Horizon(0)
        return f"m{at}.{self.row}.{after}.{'-'.join(map(str, (seen.next, *seen.open)))}"
