"""Fuzzy dates: EDTF and words, with the earliest and the latest day that they can mean."""

import re
from dataclasses import dataclass
from datetime import date

from companies.dates.edtf import OUT_OF_RANGE, DateNotUnderstood, bounds
from companies.dates.reading import edtf_of
from companies.dates.showing import in_words, lasting

__all__ = ["DateNotUnderstood", "FuzzyDate", "in_words", "lasting", "parse"]

LONGEST = 200
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘﹣－", "-") | {"〜": "~", "／": "/"})


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A date as vague as it is known: canonical EDTF, both ends (None: open), and the source's words."""

    edtf: str
    earliest: date | None
    latest: date | None
    words: str = ""


def parse(text: str, *, dated: date | None = None) -> FuzzyDate:
    """The date that EDTF or words mean. EDTF comes back as it is.

    dated: the day the text speaks from, for words without a year ("next month"); without it they are refused.
    Raises DateNotUnderstood.
    """
    text = " ".join(text.split())
    if not text:
        raise DateNotUnderstood("No date is written.")
    if len(text) > LONGEST:
        raise DateNotUnderstood(f"A date has at most {LONGEST} characters.")
    if any(c.isdigit() and not c.isascii() for c in text):
        raise DateNotUnderstood("Digits are written 0 to 9.")
    plain = re.sub("-{2,3}", "-", text.translate(DASHES))
    edtf = plain.upper()
    days = bounds(edtf)
    if days is None:
        edtf = edtf_of(plain, dated)
        days = bounds(edtf)
    if days is None:
        raise DateNotUnderstood(OUT_OF_RANGE)  # words were right, and give a year that EDTF cannot write
    return FuzzyDate(edtf, *days, "" if edtf == text else text)
