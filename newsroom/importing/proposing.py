"""Guesses the records that a text names and that do not exist yet, for an editor to confirm.

The cues say what each name seems to be; here the strongest is believed, families are told from companies, and
what belongs to nobody goes to the company named last. A name without a cue is not proposed.
"""

import re
from collections.abc import Collection, Hashable, Iterable, Mapping
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
    kinds = _kinds(guesses, names)
    developers = {name for name, kind in kinds.items() if kind == "company"} - _only_publish(folded, cues)
    found = (
        _placed(folded, cue, kinds, developers, spans) for cue in guesses.values() if cue.name not in names
    )
    return sorted((p for p in found if p), key=lambda p: p.start)


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
    longer = [name for name in (*(m.name for m in models), *guesses) if name.startswith(family) and name != family]
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
        elif cue.parent and not kept.parent and kept.kind != "company":
            guesses[cue.name] = kept._replace(parent=cue.parent)
    return guesses


def _only_publish(folded: str, cues: Iterable[Cue]) -> set[str]:
    """Who is named as a source and of whom nothing else is said; nothing is theirs."""
    owners = {cue.parent for cue in cues}
    return {name for name in publishers(folded) if name not in owners and not _acts(name, cues)}


def _acts(name: str, cues: Iterable[Cue]) -> bool:
    return any(cue.name == name and cue.strength > 3 for cue in cues)


def _placed(
    folded: str,
    cue: Cue,
    kinds: Mapping[str, str],
    developers: Collection[str],
    spans: Iterable[tuple[int, int]],
) -> Proposed | None:
    """The proposal where its name first stands outside known records and longer names; None if nowhere."""
    longer = [name for name in kinds if name != cue.name and name.startswith(cue.name)]
    for found in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(cue.name)}(?![A-Za-z0-9]|[.][0-9])", folded):
        start, end = found.span()
        if any(first <= start and end <= last for first, last in spans):
            continue
        if any(folded.startswith(name, start) for name in longer):
            continue
        return Proposed(cue.name, cue.kind, _parent(folded, cue, start, kinds, developers), start, end)
    return None


def _parent(
    folded: str, cue: Cue, start: int, kinds: Mapping[str, str], developers: Collection[str]
) -> str | None:
    """Whose a name is: as the cue says, else of the company that its first word names, else of the nearest."""
    if cue.kind == "company":
        owner = cue.parent or cue.name.split(" ")[0]
        return owner if owner != cue.name and kinds.get(owner) == "company" else None
    if cue.parent and cue.parent != cue.name:
        if cue.parent in kinds:
            return cue.parent
        if named_so := next((name for name in developers if name.startswith(f"{cue.parent} ")), None):
            return named_so
    companies = {name for name, kind in kinds.items() if kind == "company"}
    return _nearest_company(folded, start, developers, companies)


def _nearest_company(folded: str, start: int, developers: Collection[str], companies: Collection[str]) -> str | None:
    """The developer named last before a place, else any company there, else the developer named first after it."""
    return (
        _last_named(folded, start, developers)
        or _last_named(folded, start, companies)
        or min((name for name in developers if name in folded[start:]), key=folded[start:].find, default=None)
    )


def _last_named(folded: str, start: int, names: Collection[str]) -> str | None:
    """In the sentence of the place the last name before it, in the latest earlier one the first: what that is about."""
    for first, last in reversed([span for span in sentences(folded) if span[0] < start]):
        here = folded[first : min(last, start)]
        found = [(here.rfind(name) if last >= start else -here.find(name), len(name), name) for name in names if name in here]
        if found:
            return max(found)[2]
    return None
