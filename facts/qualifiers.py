"""Qualifiers: the words beside an amount that say over, under or about, in English and Chinese."""

import re

_DEGREE = r"(?:just|well|slightly|somewhat|far|a (?:little|bit)|only|已|已经|仅|共|还|就) ?"
#: What stands before the number. Of two that fit the longer counts: “no more than” is not “more than”.
_LEADING = {
    "over": r"over|(?:no|not) (?:fewer|less) than|more than|greater than|at least|a minimum of|above|beyond|passed|"
    r"exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|topp(?:ed|ing)|upwards? of|north of|in excess of|"
    r">|超过了?|突破了?|超出|高于|多于|大于|不止|不少于|不低于|超|逾|至少|起码",
    "under": r"under|(?:no|not) (?:more|greater) than|fewer than|less than|up to|as (?:many|much) as|at most|"
    r"a maximum of|below|short of|<|不到|不足|不超过|不多于|不高于|少于|低于|小于|未达|最多|至多|上限",
    "about": r"about|around|roughly|some|nearly|almost|approximately|an estimated|close to|near|circa|c\.|~|≈|"
    r"约为?|大约|大概|近|接近|将近|差不多",
}
#: What stands after it.
_TRAILING = {
    "over": r" or more| ?(?:-| )?plus| ?\+|以上|有余|多|余(?!额)",
    "under": r" or (?:less|fewer)|以下|以内|之内",
    "about": r" or so|左右|上下",
}


def leading(words: str) -> tuple[str, str]:
    """The qualifier that the words begin with, and the words after it: (“over”, “163 million”)."""
    found = [
        (match.end(), qualifier)
        for qualifier, pattern in _LEADING.items()
        if (match := re.match(rf"(?i:(?:{_DEGREE})*(?:{pattern}))(?![a-z]) ?(?=.)", words))
    ]
    end, qualifier = max(found, default=(0, "exactly"))
    return qualifier, words[end:]


def before(text: str) -> tuple[str, int]:
    """The qualifier that a text ends with, directly before an amount, and where it begins; else “exactly”."""
    found = [
        (-match.start(), qualifier)
        for qualifier, pattern in _LEADING.items()
        if (match := re.search(rf"(?i:(?<![a-z])(?:{_DEGREE})*(?:{pattern}) ?)$", text))
    ]
    start, qualifier = max(found, default=(-len(text), "exactly"))
    return qualifier, -start


def after(text: str) -> tuple[str, int]:
    """The qualifier that a text begins with, directly after an amount, and where it ends; else “exactly”."""
    found = [
        (match.end(), qualifier)
        for qualifier, pattern in _TRAILING.items()
        if (match := re.match(rf"(?i:{pattern})(?![a-z])", text))
    ]
    end, qualifier = max(found, default=(0, "exactly"))
    return qualifier, end
