"""Words around dates: "by" and "since", "about" and "perhaps", ranges; and why words are refused."""

import re
from datetime import date

from companies.dates.edtf import OUT_OF_RANGE, DateNotUnderstood, ends, neighbour, qualified
from companies.dates.today import absolute
from companies.dates.units import Asked, lunar_new_year_in, unit


def edtf_of(text: str, dated: date | None) -> str:
    """EDTF for words in which every dash is a hyphen and white space is one space. Raises DateNotUnderstood."""
    words = text.lower().strip(" .,，。").replace("’", "'")
    if re.search(r"[\u4e00-\u9fff]", words):
        words = words.replace(" ", "")
    words = absolute(words, dated)
    found = _read(words, Asked(dated))
    if found is None:
        raise DateNotUnderstood(_why_not(words, text))
    return found


def _by(edtf: str) -> str:
    return f"../{ends(edtf)[1]}"


def _since(edtf: str) -> str:
    return f"{ends(edtf)[0]}/.."


def _before(edtf: str) -> str:
    return f"../{neighbour(ends(edtf)[0], -1)}"


def _after(edtf: str) -> str:
    return f"{neighbour(ends(edtf)[1], 1)}/.."


_BY = r"by|in time for|until|till|up to|through|(?:no|not) later than|on or before|at the latest(?: by| in)?"
_BEFORE = r"(?:(?:shortly|just|right|immediately) )?before|ahead of|prior to|earlier than"
_FROM = r"from|starting(?: in| from| on)?|(?:no|not) earlier than|not before|on or after|as from"
_AFTER = r"(?:(?:shortly|just|right|immediately) )?after|later than|following"
# The words before and after a date, what they make of it, and which way they look where it has no year.
_BOUNDS = tuple(
    (re.compile(pattern), meaning, toward)
    for pattern, meaning, toward in (
        (rf"(?:{_BY}) (?P<rest>.+)", _by, 1),
        (r"(?P<rest>.+?),? (?:at the latest|or (?:earlier|before|sooner))", _by, 1),
        (r"(?:截至|截止|不晚于|最晚|到|至)(?P<rest>.+)", _by, 1),
        (rf"(?:{_BEFORE}) (?P<rest>.+)", _before, 1),
        (r"(?P<rest>.+?)[之以]?前", _before, 1),
        (r"since (?P<rest>.+)", _since, -1),
        (r"(?:from )?(?P<rest>.+?),? (?:onwards?|(?:or|and) (?:later|after|since)|at the earliest)", _since, 0),
        (rf"(?:{_FROM}) (?P<rest>.+)", _since, 0),
        (r"[自从]?(?P<rest>.+?)(?:以来|至今)", _since, -1),
        (r"[自从]?(?P<rest>.+?)(?:起|开始)", _since, 0),
        (r"[自从](?P<rest>.+)", _since, 0),
        (rf"(?:{_AFTER}) (?P<rest>.+)", _after, 0),
        (r"(?P<rest>.+?)[之以]?后", _after, 0),
        (r"from (?P<rest>.+), end not known", lambda edtf: f"{ends(edtf)[0]}/", 0),
        (r"until (?P<rest>.+), start not known", lambda edtf: f"/{ends(edtf)[1]}", 0),
    )
)  # fmt: skip
_END_OF = re.compile(
    r"(?:the )?(?:very )?end of (?:the )?(?P<rest>.+)|year[- ]end (?P<year>.+)|(?P<han>.+?)年?[底末]"
)
_ABOUT = r"(?:about|around|circa|c\.|ca\.|c|ca|approximately|approx\.?|roughly)"
_QUALIFIERS = tuple(
    (re.compile(pattern), qualifier)
    for pattern, qualifier in (
        (r"(?:perhaps|possibly|maybe|probably) (?P<rest>.+)", "?"),
        (r"(?:可能|或许|也许)[是在]?(?P<rest>.+)", "?"),
        (rf"{_ABOUT} ?(?P<rest>.+)", "~"),
        (r"(?:大约|大概|约)(?P<rest>.+)", "~"),
        (r"(?P<rest>.+?)(?:左右|前后)", "~"),
    )
)
_LEAD = re.compile(
    r"(?:some ?time )?(?:(?:in|on|at|during|within|over|for|throughout) )?(?:the |this )?(?:(?:calendar )?years? |month of )?"
)
_BETWEEN = re.compile(r"(?P<between>between |from |从|自|在)?(?P<rest>.+?)(?:之间|期间)?")
_JOINT = re.compile(r" (?:to|until|till|through) | ?[-/] ?|至|到|～|~")
_ITS_YEAR = re.compile(r"(?<![0-9])[1-9][0-9]{3}(?![0-9])")


def _read(words: str, asked: Asked) -> str | None:
    """A date, a range, or a date with a word such as "by" before it."""
    return _dated(words, asked) or _range(words, asked) or _bounded(words, asked)


def _dated(words: str, asked: Asked, from_qualifier: int = 0) -> str | None:
    """A date with or without "about" and "perhaps"; Lunar New Year is a window that no "about" widens.

    Each qualifier is looked for once, "perhaps" before "about".
    """
    for n, (pattern, qualifier) in enumerate(_QUALIFIERS[from_qualifier:], from_qualifier + 1):
        found = pattern.fullmatch(words)
        if found and (edtf := _dated(found["rest"], asked, n)):
            return edtf if lunar_new_year_in(found["rest"], asked) else qualified(edtf, qualifier)
    if edtf := unit(words, asked):
        return edtf
    lead = _LEAD.match(words)
    return _dated(words[lead.end() :], asked, from_qualifier) if lead and lead.end() else None


def _range(words: str, asked: Asked) -> str | None:
    """From one date to another; the year may be said of one of them alone."""
    whole = _BETWEEN.fullmatch(words)
    if whole is None:
        return None
    joint = re.compile(f"{_JOINT.pattern}| and ") if whole["between"] == "between " else _JOINT
    for found in joint.finditer(whole["rest"]):
        sides = whole["rest"][: found.start()], whole["rest"][found.end() :]
        years = [_ITS_YEAR.search(side) for side in sides]
        first, last = (
            _dated(side, asked._replace(year=int(other[0])) if other else asked)
            for side, other in zip(sides, reversed(years), strict=True)
        )
        if first and last:
            return f"{ends(first)[0]}/{ends(last)[1]}"
    return None


def _bounded(words: str, asked: Asked) -> str | None:
    for pattern, meaning, toward in _BOUNDS:
        found = pattern.fullmatch(words)
        if found is None:
            continue
        within = asked._replace(toward=toward)
        if meaning is not _since and (edtf := _with_end(found["rest"], within)):
            return _by(edtf) if meaning is _before else meaning(edtf)
        day = lunar_new_year_in(found["rest"], within)
        if edtf := day.isoformat() if day else _dated(found["rest"], within):
            return meaning(edtf)
    return None


def _with_end(words: str, asked: Asked) -> str | None:
    """What the end is of in "the end of 2026": before or after the end is before or after all of it."""
    found = _END_OF.fullmatch(words)
    if found is None:
        return None
    rest = found["rest"] or found["year"] or found["han"]
    return _dated(rest, asked) or _dated(f"{rest}年", asked)


_REASONS = tuple(
    (re.compile(pattern), reason)
    for pattern, reason in (
        (r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}", "A day in digits is written year first: 2026-02-17."),
        (r".*(?<![0-9])(?:0[0-9]{3}|[0-9]{5,})(?![0-9]).*", OUT_OF_RANGE),
        (r"(?:[0-9]{1,2}(?:st|nd|rd|th)? )?(?P<word>[a-z]+)\.?(?: [0-9]{1,2}(?:st|nd|rd|th)?,?)? [0-9]{4}", "“{}” is no month."),
        (r"(?:[a-z]+\.? )?'?[0-9]{1,3}", "A year has four digits."),
    )
)  # fmt: skip


def _why_not(words: str, text: str) -> str:
    for pattern, reason in _REASONS:
        if found := pattern.fullmatch(words):
            return reason.format(found.groupdict().get("word", "").capitalize())
    return f"“{text[:60]}” is no date: write for example 2026-02, Q3 2026 or by 2030."
