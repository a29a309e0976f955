"""Words around dates: "by" and "since", "about" and "perhaps", ranges; and why words are refused."""

import re
from collections.abc import Iterator
from datetime import date

from companies.dates.edtf import OUT_OF_RANGE, DateNotUnderstood, ends, neighbour, qualified
from companies.dates.numerals import in_digits
from companies.dates.parts import Asked
from companies.dates.today import absolute
from companies.dates.units import lunar_new_year_in, unit

_QUOTES = str.maketrans("‘’", "''")


def edtf_of(text: str, dated: date | None) -> str:
    """EDTF for words in which every dash is a hyphen and white space is one space. Raises DateNotUnderstood."""
    words = text.lower().strip(" .,，。").translate(_QUOTES)
    if re.search(r"[\u4e00-\u9fff]", words):
        words = in_digits(words.replace(" ", ""))
        words = re.sub("(?<=[年月])[的年](?=.)", "", words)
    words = absolute(_in_full(words), dated)
    found = _read(words, Asked(dated))
    if found is None:
        raise DateNotUnderstood(_why_not(words, text))
    return found


_NTH = r"first|second|third|fourth|[1-4](?:st|nd|rd|th)"
_HALF_SAID = re.compile(
    rf"\b(?P<first>{_NTH}|early|mid)(?P<joint> (?:or|and|to) (?:the )?| ?[-/] ?)"
    rf"(?P<last>(?:(?:{_NTH}|last)[ -](?:quarter|half|halve|week)|mid|late)(?=s?\b))s?(?P<rest>.*)"
)
_HAN_HALF_SAID = re.compile("第?([一二三四1-4])(?=[-~～至到和与與或、]第?[一二三四1-4]个?季)")


def _in_full(words: str) -> str:
    """What is said once of two, "the second or third quarter of 2026", said of both."""
    words = _HAN_HALF_SAID.sub(r"第\1季度", words.replace(" & ", " and "))
    found = _HALF_SAID.search(words)
    if found is None:
        return words
    last, tail = found["last"].replace("halve", "half"), found["rest"]
    noun = " ".join(re.split("[ -]", last)[1:])
    return f"{words[: found.start()]}{found['first']} {noun}".rstrip() + f"{tail}{found['joint']}{last}{tail}"


def _by(edtf: str) -> str:
    return f"../{ends(edtf)[1]}"


def _since(edtf: str) -> str:
    return f"{ends(edtf)[0]}/.."


def _before(edtf: str) -> str:
    return f"../{neighbour(ends(edtf)[0], -1)}"


def _after(edtf: str) -> str:
    return f"{neighbour(ends(edtf)[1], 1)}/.."


_BY = r"(?:latest )?by|in time for|(?:up )?until|till|up to(?: and including)?|through|thru|(?:no|not) (?:later than|after)|(?:on|in|at) or before|before or (?:on|in|at)|at (?:the )?latest(?: by| in)?"
_BEFORE = r"(?:(?:shortly|just|right|immediately) )?before|ahead of|prior to|earlier than"
_FROM = (
    r"from|(?:starting|beginning)(?: in| from| on)?|(?:no|not) (?:earlier|sooner) than|not (?:before|until)"
    r"|(?:on|in) (?:or|and) after|as (?:early as|soon as|from)|at the earliest(?: in| on| by)?"
)
_AFTER = r"(?:(?:shortly|just|right|immediately) )?after|later than|following|beyond"
# The words before and after a date, what they make of it, and which way they look where it has no year.
_BOUNDS = tuple(
    (re.compile(pattern), meaning, toward)
    for pattern, meaning, toward in (
        (rf"(?:{_BY}) (?P<rest>.+?)(?:,? at (?:the )?latest)?", _by, 1),
        (r"(?P<rest>.+?),? (?:at (?:the )?latest|(?:or|and) (?:earlier|before|sooner))", _by, 1),
        (r"(?P<rest>.+?)(?:[或及和](?:之前|以前|更早))", _by, 1),
        (r"(?P<rest>.+?)(?:[或及和](?:之[后後]|以[后後]|更晚))", _since, 0),
        (r"(?:截至到?|截止到?|直?到|至|[不最]晚于?|[不最]迟于?|至迟)(?P<rest>.+?)(?:[为為]?止)?", _by, 1),
        (rf"(?:{_BEFORE}) (?P<rest>.+)", _before, 1),
        (r"(?P<rest>.+?)[之以]?前", _before, 1),
        (r"(?:ever )?since (?P<rest>.+)", _since, -1),
        (r"(?:from )?(?P<rest>.+?),? (?:on|onwards?|forward|upwards?|(?:or|and) (?:later|after|since)|at the earliest)", _since, 0),
        (rf"(?:{_FROM}) (?P<rest>.+)", _since, 0),
        (r"[自从]?(?P<rest>.+?)(?:以来|至今)", _since, -1),
        (r"(?:since |from )?(?P<rest>.+?)(?: (?:to|until|till|through) | ?- ?)(?:the )?(?:present(?: day)?|now|date)", _since, -1),
        (r"(?:不早于|最[早快]于?)(?P<rest>.+)", _since, 0),
        (r"[自从]?(?P<rest>.+?)(?:起|开始)", _since, 0),
        (r"[自从](?P<rest>.+)", _since, 0),
        (rf"(?:{_AFTER}) (?P<rest>.+)", _after, 0),
        (r"(?P<rest>.+?)[之以]?[后後]", _after, 0),
        (r"from (?P<rest>.+), end not known", lambda edtf: f"{ends(edtf)[0]}/", 0),
        (r"until (?P<rest>.+), start not known", lambda edtf: f"/{ends(edtf)[1]}", 0),
    )
)  # fmt: skip
_END_OF = re.compile(
    r"(?:the )?(?:(?:very )?end of |close of |end[- ]|year[- ]end )(?:the )?(?P<rest>.+)"
    r"|(?P<year>.+) year[- ]end|(?P<han>.+?)年?[底末]"
)
_ABOUT = r"(?:(?:(?:on|in) or )?(?:about|around)|circa|ca?\.?|approximately|approx\.?|roughly|[~≈])"
_QUALIFIERS = tuple(
    (re.compile(pattern), qualifier)
    for pattern, qualifier in (
        (r"(?:perhaps|possibly|maybe|probably) (?P<rest>.+)", "?"),
        (r"(?:可能|或许|也许)[是在]?(?P<rest>.+)", "?"),
        (rf"{_ABOUT} ?(?P<rest>.+)", "~"),
        (r"(?P<rest>.+?),? or (?:so|thereabouts)", "~"),
        (r"(?:大[约約]|大概|[约約])(?P<rest>.+)", "~"),
        (r"(?P<rest>.+?)(?:左右|前[后後])", "~"),
    )
)
_SOMETIME = re.compile(r"^(?:some ?time|any ?time|at (?:some|any) (?:point|time)) ")
_LEAD = re.compile(
    r"[于在於]|either |cy ?(?=[0-9])|(?:(?:some ?time|any ?time|at (?:some|any) (?:point|time)) )?"
    r"(?:(?:in|on|at|during|within|over|across|for|throughout) (?:the course of )?)?(?:(?:all|the (?:whole|entirety)) of )?"
    r"(?:the |this )?(?:(?:(?:calendar|full)[ -])?years? |calendar |month of )?"
)
_BETWEEN = re.compile(
    r"(?P<between>between |from |[从從自由在于於])?(?P<rest>.+?)(?:之?[间間]|期[间間]|止|,? inclusive)?"
)
_JOINT = re.compile(r" (?:up to|to|until|till|through|thru) | ?[-/] ?|起?[至到]|～|~")
_EITHER = re.compile(r" (?:or|and) |或者?|[和与與、]")
_ITS_YEAR = re.compile(r"(?<![0-9])[1-9][0-9]{3}(?![0-9])")


def _read(words: str, asked: Asked) -> str | None:
    """A date, a range, or a date with a word such as "by" before it."""
    return _dated(words, asked) or _range(words, asked) or _either(words, asked) or _bounded(words, asked)


def _dated(words: str, asked: Asked, from_qualifier: int = 0, *, led: bool = False) -> str | None:
    """A date with or without "about" and "perhaps"; Lunar New Year is a window that no "about" widens.

    Each qualifier is looked for once, "perhaps" before "about", and so is an "in the" (led: it was there).
    """
    for n, (pattern, qualifier) in enumerate(_QUALIFIERS[from_qualifier:], from_qualifier + 1):
        found = pattern.fullmatch(words)
        if found and (edtf := _dated(found["rest"], asked, n, led=led)):
            return edtf if lunar_new_year_in(found["rest"], asked) else qualified(edtf, qualifier)
    if edtf := unit(words, asked):
        return edtf
    lead = None if led else _LEAD.match(words)
    return _dated(words[lead.end() :], asked, from_qualifier, led=True) if lead and lead.end() else None


def _range(words: str, asked: Asked) -> str | None:
    """From one date to another; the year may be said of one of them alone."""
    whole = _BETWEEN.fullmatch(words)
    if whole is None:
        return None
    joint = re.compile(f"{_JOINT.pattern}| and ") if whole["between"] == "between " else _JOINT
    for first, last in _sides(joint, whole["rest"], asked):
        return f"{ends(first)[0]}/{ends(last)[1]}"
    return None


def _either(words: str, asked: Asked) -> str | None:
    """ "March or April 2026"; of two dates with a gap between them no one window is meant."""
    for first, last in _sides(_EITHER, words, asked):
        if neighbour(ends(first)[1], 1) == ends(last)[0]:
            return f"{ends(first)[0]}/{ends(last)[1]}"
    return None


def _sides(joint: re.Pattern[str], words: str, asked: Asked) -> Iterator[tuple[str, str]]:
    """The dates on either side of a word that joins them; one lends the other its year, unless it is nothing but that."""
    for found in joint.finditer(words):
        sides = words[: found.start()], words[found.end() :]
        years = [_ITS_YEAR.search(side) for side in sides]
        first, last = (
            _dated(side, asked._replace(year=int(other[0])) if other and lender != other[0] else asked)
            for side, lender, other in zip(sides, reversed(sides), reversed(years), strict=True)
        )
        if first and last:
            yield first, last


def _bounded(words: str, asked: Asked) -> str | None:
    words = _SOMETIME.sub("", words)
    for pattern, meaning, toward in _BOUNDS:
        found = pattern.fullmatch(words)
        if found is None:
            continue
        within = asked._replace(toward=toward)
        if meaning is not _since and (edtf := _with_end(found["rest"], within)):
            return _by(edtf) if meaning is _before else meaning(edtf)
        day = lunar_new_year_in(found["rest"], within)
        if (
            edtf := day.isoformat()
            if day
            else _dated(found["rest"], within)
            or _either(found["rest"], within)
            or (_range(found["rest"], within) if "/" in found["rest"] else None)
        ):
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
        (r".*(?:\bfy\b|\bfy ?'?[0-9]|\bfiscal\b|financial year|财年|财政年度).*", "Each company's fiscal year begins on another day: write the months."),
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
