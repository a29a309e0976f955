"""Gathering what can be translated: from code and templates, and from the tables of names that others keep."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from companies import countries

ROOT: Path = settings.BASE_DIR
TEMPLATE = ROOT / "locale" / "django.pot"
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    "npgettext": ((1, "c"), 2, 3),
}
#: A text of these letters and signs alone says how a day is written.
FORMAT = re.compile(r"[jFYMHiT ,:]+")
ABOUT_FORMATS = "How a day is written, in the letters of Django's filter `date`; 中文: Y年n月j日."


def gathered() -> Catalog:
    """All that can be translated, each text with the files that it stands in."""
    found = Catalog(project="AIWatch", fuzzy=False)
    for file, message, context in _marked():
        one = message if isinstance(message, str) else message[0]
        comments = [ABOUT_FORMATS] if FORMAT.fullmatch(one) and re.search("[a-zA-Z]", one) else []
        place = [(str(file.relative_to(ROOT)), 1)]
        found.add(message, locations=place, auto_comments=comments, context=context)
    for name in countries.names().values():
        found.add(name, auto_comments=["A country."])
    return found


def kept() -> Catalog:
    """The same as it was written last."""
    with TEMPLATE.open("rb") as file:
        return read_po(file)


def write() -> None:
    """Write down what can be translated."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    with TEMPLATE.open("wb") as file:
        write_po(file, gathered(), width=110, omit_header=True, sort_output=True, include_lineno=False)


def _marked() -> Iterator[tuple[Path, str | tuple[str, ...], str | None]]:
    """Each text that is marked: the file, the text or its two numbers, and what tells it from the same elsewhere."""
    for file in _files():
        text = file.read_text()
        if file.suffix != ".py":
            text = f"({templatize(text)})"  # within brackets no line begins a block
        elif "gettext" not in text:
            continue
        for _, message, _, context in extract("python", BytesIO(text.encode()), KEYWORDS):
            yield file, message, context


def _files() -> Iterator[Path]:
    apps = [part for part in ROOT.iterdir() if (part / "__init__.py").exists() and part.name != "tests"]
    for app in sorted(apps):
        yield from (file for file in sorted(app.rglob("*.py")) if "migrations" not in file.parts)
    for kind in ("html", "txt"):
        yield from sorted((ROOT / "templates").rglob(f"*.{kind}"))
