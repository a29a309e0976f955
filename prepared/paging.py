"""Pages of long lists, without counting them: a count reads every row, a page only its own."""

import re

from django.http import Http404, HttpRequest

#: More pages than anybody turns; what lies behind is found by search.
LAST = 10_000


class Page:
    """One page of a list, by the address's `page`.

    Slice the list by `window`, which has one row more than is shown, and hand the rows to `take`, which knows
    by it whether there is a next page. Raises Http404 for a page that there is not.
    """

    def __init__(self, request: HttpRequest, size: int) -> None:
        asked = request.GET.get("page", "1")
        if not re.fullmatch(r"[1-9][0-9]{0,4}", asked) or int(asked) > LAST:
            raise Http404("There is no such page.")
        self.number, self._size = int(asked), size
        self.has_next = False

    @property
    def window(self) -> slice:
        """The rows to ask for."""
        start = (self.number - 1) * self._size
        return slice(start, start + self._size + 1)

    def take[Row](self, rows: list[Row]) -> list[Row]:
        """The rows to show. Raises Http404 where a page after the first has none."""
        if not rows and self.number > 1:
            raise Http404("There is no such page.")
        self.has_next = len(rows) > self._size
        return rows[: self._size]

    @property
    def previous(self) -> int:
        """The number of the page before; 0 on the first."""
        return self.number - 1

    @property
    def next(self) -> int:
        """The number of the page after; 0 on the last."""
        return self.number + 1 if self.has_next else 0
