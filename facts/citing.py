"""Citing a fact in somebody else's text: as plain text, for BibTeX, and as CSL-JSON."""

import json
import re
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from facts.models import Fact

#: What TeX reads as commands. Braces by their names, for BibTeX counts them whatever stands before.
_TEX = {
    **{"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}"},
    **{"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}"},
    **{sign: rf"\{sign}" for sign in "%&#_$"},
}


class Citation(NamedTuple):
    """One fact, ready to be cited in each of three ways."""

    text: str
    bibtex: str
    csl: str


def cite(fact: Fact, *, on: date) -> Citation:
    """How to cite a fact that comes from `told`; on: the day on which it was read."""
    said = _said(fact)
    return Citation(_text(said, on), _bibtex(said, on), _csl(said, on))


class _Said(NamedTuple):
    key: str
    title: str
    source: str
    address: str
    since: date
    standing: str


def _said(fact: Fact) -> _Said:
    name = fact.metric.name
    if fact.named:
        name = f"{fact.subject.name}: {fact.metric.in_a_sentence}"
    when = [
        fact.as_of_in_words or gettext("no date"),
        fact.told_apart,
        str(fact.get_nature_display()).lower(),
    ]
    if fact.is_disputed:
        when.append(gettext("disputed"))
    source = fact.source
    told = [
        source.publisher,
        source.title,
        _day(source.published) if source.published else "",
        source.url,
    ]
    return _Said(
        key=f"{re.sub(r'[^a-z0-9]+', '', settings.SITE_NAME.lower()) or 'fact'}-fact-{fact.pk}",
        title=f"{name}, {fact.shown} ({'; '.join(filter(None, when))})",
        source=", ".join(filter(None, told)),
        address=settings.SITE_URL + fact.get_absolute_url(),
        since=timezone.localdate(fact.held_from or fact.recorded_at),
        standing=_standing(fact),
    )


def _standing(fact: Fact) -> str:
    """What has become of a value that gave way, as a sentence."""
    if not fact.held_until:
        return ""
    said = {"day": _day(timezone.localdate(fact.held_until)), "why": fact.because_in_words}
    if fact.after:
        return gettext("Superseded on %(day)s (%(why)s) by %(value)s.") % {**said, "value": fact.after.shown}
    return gettext("Withdrawn on %(day)s.") % said


def _day(day: date) -> str:
    return date_format(day, gettext("j F Y"))


def _source(said: _Said) -> str:
    return gettext("Source: %(source)s.") % {"source": said.source}


def _text(said: _Said, on: date) -> str:
    parts = [
        gettext("%(site)s, “%(title)s”, %(day)s.")
        % {"site": settings.SITE_NAME, "title": said.title, "day": _day(said.since)},
        _source(said),
        said.standing,
        gettext("%(address)s, accessed %(day)s.") % {"address": said.address, "day": _day(on)},
    ]
    return " ".join(filter(None, parts))


def _bibtex(said: _Said, on: date) -> str:
    fields = {
        "author": f"{{{escaped(settings.SITE_NAME)}}}",
        "title": f"{{{escaped(said.title)}}}",
        "year": f"{said.since:%Y}",
        "month": f"{said.since.month}",
        "url": said.address,
        "urldate": f"{on:%Y-%m-%d}",
        "note": escaped(" ".join(filter(None, [_source(said), said.standing]))),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{said.key},\n{lines}}}\n"


def escaped(text: str) -> str:
    """Text as it may stand in a field of BibTeX, on one line."""
    return "".join(_TEX.get(sign, sign) for sign in " ".join(text.split()))


def _csl(said: _Said, on: date) -> str:
    item: dict[str, Any] = {
        "id": said.key,
        "type": "webpage",
        "title": said.title,
        "author": [{"literal": settings.SITE_NAME}],
        "container-title": settings.SITE_NAME,
        "issued": _date_parts(said.since),
        "accessed": _date_parts(on),
        "URL": said.address,
        "note": " ".join(filter(None, [_source(said), said.standing])),
    }
    # A property a line: whole lists of numbers spread over lines are nothing to read or copy.
    lines = (f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in item.items())
    return "[{\n" + ",\n".join(lines) + "\n}]\n"


def _date_parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}
