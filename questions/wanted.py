"""How many want to know, as readers are told: never to the unit.

A vote changes no kept page, so a page tells what stays true when more votes come in: at least so many. What readers
see is in the order of that round number too: its place among others would tell the rest.
"""

from typing import Any

from django.db.models import Case, F, IntegerField, Q, When
from django.utils.translation import gettext, ngettext

#: More do not go into the column.
DIGITS = 10


def at_least(times: int) -> int:
    """The largest round number that is not above it: 1, 2, 5, then those with one digit that is not 0."""
    if times < 10:
        return max(known for known in (1, 2, 5) if known <= max(times, 1))
    unit: int = 10 ** (len(str(times)) - 1)
    return times // unit * unit


def at_least_of(column: str) -> Any:
    """The same of a column, by the database."""
    known = F(column)
    tens = [10**power for power in range(DIGITS - 1, 0, -1)]
    cases = [When(Q((f"{column}__gte", ten)), then=known - known % ten) for ten in tens]
    few = [When(Q((f"{column}__gte", number)), then=number) for number in (5, 2)]
    return Case(*cases, *few, default=1, output_field=IntegerField())


def in_words(times: int, *, answered: bool = False) -> str:
    """That round number as a sentence without its full stop."""
    match at_least(times):
        case 1:
            return gettext("One reader asked")
        case 2:
            return (
                gettext("A few readers wanted to know") if answered else gettext("A few readers want to know")
            )
        case many:
            said = (
                ngettext(
                    "At least %(number)s reader wanted to know",
                    "At least %(number)s readers wanted to know",
                    many,
                )
                if answered
                else ngettext(
                    "At least %(number)s reader wants to know",
                    "At least %(number)s readers want to know",
                    many,
                )
            )
            return said % {"number": f"{many:,}"}
