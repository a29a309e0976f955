"""How many want to know, as readers are told: never to the unit.

A vote changes no kept page, so a page tells what stays true when more votes come in: at least so many.
"""


def at_least(times: int) -> int:
    """The largest round number that is not above it: 1, 2, 5, then those with one digit that is not 0."""
    if times < 10:
        return max(known for known in (1, 2, 5) if known <= max(times, 1))
    unit: int = 10 ** (len(str(times)) - 1)
    return times // unit * unit


def in_words(times: int, *, answered: bool = False) -> str:
    """That round number as a sentence without its full stop."""
    want = "wanted" if answered else "want"
    match at_least(times):
        case 1:
            return "One reader asked"
        case 2:
            return f"A few readers {want} to know"
        case many:
            return f"At least {many:,} readers {want} to know"
