"""The licences under which a text says that models are published, as SPDX identifiers."""

import re
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from facts.numerals import fold
from newsroom.importing.subjects import Known, Named

_LICENCES = [
    (re.compile(pattern, re.I), identifier)
    for pattern, identifier in (
        (r"\bApache(?:[ -]| licen[cs]e,? (?:version )?)(?P<version>[12]\.[0-9])\b", "Apache-{version}"),
        (r"\bApache licen[cs]e\b", "Apache-2.0"),
        (r"\bmodified MIT\b", ""),  # some say MIT and mean more; an editor looks
        (r"\bMIT[ -](?:[a-z]+ )?licen[cs]ed?\b", "MIT"),
        (r"\bMIT许可证?|\bMIT协议", "MIT"),
        (
            r"\bCC[ -]BY(?P<more>(?:-NC|-SA|-ND)*)[ -](?P<version>[1-4]\.[0-9])\b",
            "CC-BY{more}-{version}",
        ),
        (r"\b(?P<kind>A?GPL)[ -]?v?(?P<version>[23])(?:\.0)?\b", "{kind}-{version}.0-only"),
        (r"\b(?P<clauses>[23])-clause BSD\b|\bBSD-(?P<other>[23])-Clause\b", "BSD-{clauses}-Clause"),
        (r"\bproprietary licen[cs]e\b", "proprietary"),
    )
]


def find_licences(
    text: str, mentions: Iterable[tuple[int, int, Hashable]], known: Mapping[Any, Known]
) -> dict[Hashable, str]:
    """The licence of each model that the text gives one: that of the model named last before it in its paragraph."""
    folded = fold(text)
    models = sorted(Named(*m) for m in mentions if m[2] in known and known[m[2]].kind == "model")
    found: dict[Hashable, str] = {}
    for at, identifier in _licences(folded):
        begins = folded.rfind("\n", 0, at) + 1
        before = [model for model in models if begins <= model.start and model.end <= at]
        if before and identifier:
            found.setdefault(before[-1].record, identifier)
    return found


def _licences(folded: str) -> list[tuple[int, str]]:
    """Where a licence is named, and which; the first pattern that matches a place decides."""
    named: dict[int, str] = {}
    taken: list[tuple[int, int]] = []
    for pattern, identifier in _LICENCES:
        for match in pattern.finditer(folded):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            parts = {name: part.upper() for name, part in match.groupdict(default="").items()}
            parts["clauses"] = parts.get("clauses") or parts.get("other", "")
            named[match.start()] = identifier.format(**parts)
    return sorted(named.items())
