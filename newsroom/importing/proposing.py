"""Guesses the records that a text names and that do not exist yet, for an editor to confirm.

The cues say what each name seems to be; here the strongest is believed, families are told from companies, and
what belongs to nobody goes to the company named last. A name without a cue is not proposed.
"""

import re
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, NamedTuple

from facts.numerals import fold
from newsroom.importing.cues import Cue, companies_listed_with, find_cues, find_models, publishers
from newsroom.importing.sentences import sentences
from newsroom.importing.subjects import Known


class Proposed(NamedTuple):
    """A record that might be made; `parent` is a name, proposed too or known. The span is where it stands first."""

    name: str
    kind: str
    parent: str | None
    start: int
    end: int


def propose_records(
    text: str, mentions: Iterable[tuple[int, int, Hashable]], known: Mapping[Any, Known]
) -> list[Proposed]:
    """The names in a text that look like records and are none yet, in the order in which they stand first.

    `mentions` are the places where `known` records stand; a name that stands only there is not proposed.
    Kinds and parents are guessed where the text says so.
    """
    folded = fold(text)
    spans = [(start, end) for start, end, _ in mentions]
    names = {k.name: k.kind for k in known.values()}
    models = find_models(folded)
    running = _HEADLINE.sub(_blank, folded)
    cues = [c for c in find_cues(running) if c.name not in {m.name for m in models}]
    guesses = _strongest(cues)
    companies = {name for name, kind in _kinds(guesses, names).items() if kind == "company"}
    guesses = _strongest([*companies_listed_with(running, companies), *cues])
    for family in {m.parent for m in models if m.parent}:
        _guess_family(folded, family, models, cues, guesses)
    guesses |= {model.name: model for model in models}
    guesses = {
        name: cue
        for name, cue in guesses.items()
        if name not in names and (cue.strength > 1 or _stands_alone(folded, name, _longer(name, guesses)))
    }
    reading = _Reading(
        folded, list(sentences(folded)), _kinds(guesses, names), _owners(folded, cues, guesses, known)
    )
    found = (_placed(reading, cue, spans) for cue in guesses.values())
    return sorted((p for p in found if p), key=lambda p: p.start)


class _Reading(NamedTuple):
    """What the guesses are made from: the folded text, its sentences, the kind of each name, and whose it is."""

    folded: str
    sentences: list[tuple[int, int]]
    kinds: Mapping[str, str]
    owners: Mapping[str, str]


def _owners(
    folded: str, cues: Iterable[Cue], guesses: Mapping[str, Cue], known: Mapping[Any, Known]
) -> dict[str, str]:
    """The company behind a name: a company's own, a product's owner; none behind whoever is only a source."""
    companies = {cue.name for cue in guesses.values() if cue.kind == "company"}
    companies |= {record.name for record in known.values() if record.kind == "company"}
    do_more = {cue.name for cue in cues if cue.strength > 3} | {cue.parent for cue in cues}
    sources = {
        name
        for name in publishers(folded) - do_more
        if not re.search(rf"{re.escape(name)}\b[^.\n]{{0,60}} its ", folded)
    }
    owners = {name: name for name in companies - sources}
    owners |= {
        cue.name: cue.parent for cue in guesses.values() if cue.kind != "company" and cue.parent in companies
    }
    return owners or {name: name for name in companies}


def _kinds(guesses: Mapping[str, Cue], known: Mapping[str, str]) -> dict[str, str]:
    """The kind of each name, guessed or known."""
    return {name: cue.kind for name, cue in guesses.items()} | dict(known)


# In a title or heading every word has its capital, so there it is no sign of a name.
_HEADLINE = re.compile(r"^[^\n]{1,120}(?<![.!;:,…。！；：，、\n])$", re.M)


def _blank(line: re.Match[str]) -> str:
    """Spaces for a line of which most words begin with a capital, the line itself otherwise."""
    capitals = [word[0].isupper() for word in re.findall(r"[A-Za-z][\w'-]*", line[0]) if len(word) > 3]
    return " " * len(line[0]) if 2 * sum(capitals) > len(capitals) else line[0]


def _guess_family(
    folded: str, family: str, models: Iterable[Cue], cues: Iterable[Cue], guesses: dict[str, Cue]
) -> None:
    """The name of models is a family where it also stands alone, unless the text knows it as a company."""
    kept = guesses.get(family)
    longer = _longer(family, (*(model.name for model in models), *guesses))
    short_for_company = any(
        name.startswith(f"{family} ") and cue.kind == "company" for name, cue in guesses.items()
    )
    if short_for_company or not _stands_alone(folded, family, longer):
        guesses.pop(family, None)
    elif (
        kept is None
        or kept.kind != "company"
        or (kept.strength < 3 and not any(c.parent == family for c in cues))
    ):
        guesses[family] = Cue(family, "family", kept.parent if kept else None, 4)


def _longer(name: str, names: Iterable[str]) -> list[str]:
    return [other for other in names if name in other and other != name]


def _stands_alone(folded: str, family: str, longer: Iterable[str]) -> bool:
    """Whether a name also stands outside the longer names that begin with it."""
    for name in longer:
        folded = folded.replace(name, "")
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(family)}(?![A-Za-z0-9-])", folded) is not None


def _strongest(cues: Iterable[Cue]) -> dict[str, Cue]:
    """For each name the strongest cue, with the parent of whichever cue gave one."""
    guesses: dict[str, Cue] = {}
    for cue in cues:
        kept = guesses.get(cue.name)
        if kept is None or cue.strength > kept.strength:
            guesses[cue.name] = cue._replace(parent=cue.parent or (kept.parent if kept else None))
        elif cue.parent and not kept.parent and (kept.kind != "company" or cue.kind == "company"):
            guesses[cue.name] = kept._replace(parent=cue.parent)
    return guesses


def _placed(reading: _Reading, cue: Cue, spans: Iterable[tuple[int, int]]) -> Proposed | None:
    """The proposal where its name first stands outside known records and longer names; None if nowhere."""
    folded, name = reading.folded, cue.name
    longer = _longer(name, reading.kinds)
    for found in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9]|[.][0-9])", folded):
        start, end = found.span()
        if any(first <= start and end <= last for first, last in spans):
            continue
        if any(
            folded.startswith(other, start - other.find(name))
            for other in longer
            if other.find(name) <= start
        ):
            continue
        return Proposed(name, cue.kind, _parent(reading, cue, start), start, end)
    return None


def _parent(reading: _Reading, cue: Cue, start: int) -> str | None:
    """Whose a name is: as the cue says, else of the company that its first word names, else of the nearest."""
    kinds = reading.kinds
    if cue.kind == "company":
        return cue.parent if kinds.get(cue.parent or "") == "company" else _whole_of(cue.name, kinds)
    if cue.parent and cue.parent != cue.name:
        if cue.parent in kinds:
            return cue.parent
        if named_so := next((n for n in reading.owners if n.startswith(f"{cue.parent} ")), None):
            return reading.owners[named_so]
    return _nearest_company(reading, start)


_PART_OF = re.compile(r"(?P<whole>.+) (?:Cloud|DeepMind|Research|Ventures)")


def _whole_of(name: str, kinds: Mapping[str, str]) -> str | None:
    """The company of which another is a part by its name: Alibaba Cloud of Alibaba."""
    part = _PART_OF.fullmatch(name)
    wholes = (part["whole"], f"{part['whole']} Group") if part else ()
    return next((whole for whole in wholes if kinds.get(whole) == "company"), None)


def _nearest_company(reading: _Reading, start: int) -> str | None:
    """The company behind the name before a place, else behind the first one after it."""
    if name := _last_named(reading, start):
        return reading.owners[name]
    after = reading.folded[start:]
    first = min((name for name in reading.owners if name in after), key=after.find, default=None)
    return reading.owners[first] if first else None


_ASIDE = re.compile(r"(?<=\w), (?:owned|backed|led|funded|part|a|an|the|once|unlike)\b[^,.]{1,60},")


def _last_named(reading: _Reading, start: int) -> str | None:
    """In the sentence of the place the last name before it, in the latest earlier one the first: what that is about."""
    before = bisect_left(reading.sentences, (start, 0))
    for first, last in reversed(reading.sentences[:before]):
        here = _ASIDE.sub("", reading.folded[first : min(last, start)])
        found = [
            (here.rfind(name) if last >= start else -here.find(name), len(name), name)
            for name in reading.owners
            if name in here
        ]
        if found:
            return max(found)[2]
    return None
