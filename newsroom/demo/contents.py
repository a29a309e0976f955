"""The demonstration's files as plain data, with days that are written relative to today."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

HERE = Path(__file__).resolve().parent
RELATIVE = re.compile(r"today(?:([+-])([0-9]+))?")
CITATION = re.compile(r'value="fact:([a-z][a-z0-9-]*)"')

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """One file of articles/: its front matter and its body."""

    settings: Table
    body: str


def tables(name: str) -> Table:
    """A TOML file of the demonstration; fractions are exact."""
    return tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"), parse_float=Decimal)


def articles() -> list[ArticleFile]:
    """Every article, in the order of its file's name."""
    return [_article(path) for path in sorted((HERE / "articles").glob("*.html"))]


def texts() -> list[bytes]:
    """Every text that is imported, in the order of its file's name."""
    return [path.read_bytes() for path in sorted((HERE / "texts").glob("*.txt"))]


def _article(path: Path) -> ArticleFile:
    _, front, body = path.read_text("utf-8").split("+++\n", 2)
    return ArticleFile(tomllib.loads(front), body.strip())


def cited(text: str) -> list[str]:
    """The keys of the facts that a text cites."""
    return CITATION.findall(text)


def with_fact_ids(text: str, ids: dict[str, int]) -> str:
    """The text with ids in place of the facts' keys. Raises KeyError for a key that facts.toml does not have."""
    return CITATION.sub(lambda found: f'value="fact:{ids[found[1]]}"', text)


def edtf(text: str, today: date) -> str:
    """A fuzzy date with each "today+20" put in as a day; whatever else it says stays."""
    return RELATIVE.sub(lambda found: _day(found, today).isoformat(), text)


def day(text: str, today: date) -> date:
    """A single day, absolute or relative. Raises ValueError."""
    return date.fromisoformat(edtf(text, today))


def moment(text: str, today: date) -> datetime:
    """A time of day on a day, as "today-3 09:30", in the site's time zone. Raises ValueError."""
    on, clock = text.split(" ")
    return timezone.make_aware(datetime.combine(day(on, today), time.fromisoformat(clock)))


def _day(found: re.Match[str], today: date) -> date:
    sign, count = found.groups()
    return today + timedelta(days=int(f"{sign}{count}") if sign else 0)
