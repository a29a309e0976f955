"""How an article is cited: in words, and in the forms that reference managers take."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from articles.models import Edition
from companies.jsonld import address
from readers.words import named

#: What BibTeX reads as its own.
MEANT = str.maketrans(
    {sign: f"\\{sign}" for sign in "#$%&_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


class Citation(NamedTuple):
    """What is said of an edition wherever it is cited. Names are never cut into given and family names."""

    authors: list[str]
    title: str
    slug: str
    edition: int
    on: date
    url: str

    @property
    def in_words(self) -> str:
        """For example “Ada Umber. “A quiet eclipse.” AIWatch, 9 February 2026, edition 2. https://…”."""
        by = gettext("%(authors)s. ") % {"authors": named(self.authors)} if self.authors else ""
        title = self.title if self.title[-1:] in {".", "?", "!"} else f"{self.title}."
        said = {
            "by": by,
            "title": title,
            "site": settings.SITE_NAME,
            "day": date_format(self.on, gettext("j F Y")),
            "number": self.edition,
            "address": self.url,
        }
        return gettext("%(by)s“%(title)s” %(site)s, %(day)s, edition %(number)s. %(address)s") % said

    @property
    def by_mail(self) -> str:
        """The address that opens a mail with it."""
        return f"mailto:?subject={quote(self.title)}&body={quote(self.title)}%0A{quote(self.url, safe='')}"


def cited(edition: Edition, authors: Sequence[Mapping[str, Any]]) -> Citation:
    """How an edition is cited. authors: as articles.reading gives them."""
    return Citation(
        authors=[author["name"] for author in authors],
        title=edition.headline,
        slug=edition.slug,
        edition=edition.number,
        on=timezone.localdate(edition.dated),
        url=address(edition.get_absolute_url()),
    )


def bibtex(told: Citation) -> str:
    """For BibTeX and biblatex. Names stand in braces, so that they are not cut."""
    fields = {
        "author": " and ".join(
            f"{{{name.translate(MEANT)}}}" for name in told.authors or [settings.SITE_NAME]
        ),
        "title": f"{{{told.title.translate(MEANT)}}}",
        "organization": settings.SITE_NAME.translate(MEANT),
        "date": told.on.isoformat(),
        "year": str(told.on.year),
        "version": f"edition {told.edition}",
        "url": told.url,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@online{{{told.slug}-{told.edition},\n{lines}}}\n"


def ris(told: Citation) -> str:
    """For EndNote, Zotero and others."""
    rows = [
        ("TY", "NEWS"),
        *(("AU", name) for name in told.authors or [settings.SITE_NAME]),
        ("TI", told.title),
        ("T2", settings.SITE_NAME),
        ("PY", str(told.on.year)),
        ("DA", f"{told.on:%Y/%m/%d}"),
        ("ET", str(told.edition)),
        ("LA", settings.LANGUAGE),
        ("UR", told.url),
        ("ER", ""),
    ]
    return "".join(f"{name}  - {' '.join(value.split())}\r\n" for name, value in rows)


def csl(told: Citation) -> str:
    """CSL-JSON, for citeproc, Pandoc and Zotero."""
    entry = {
        "id": f"{told.slug}-{told.edition}",
        "type": "article-newspaper",
        "author": [{"literal": name} for name in told.authors or [settings.SITE_NAME]],
        "title": told.title,
        "container-title": settings.SITE_NAME,
        "issued": {"date-parts": [[told.on.year, told.on.month, told.on.day]]},
        "edition": str(told.edition),
        "language": settings.LANGUAGE,
        "URL": told.url,
    }
    return json.dumps([entry], ensure_ascii=False, indent=2) + "\n"


#: How it is written and what type that is, by the end of its address.
FORMS: dict[str, tuple[Callable[[Citation], str], str]] = {
    "bib": (bibtex, "application/x-bibtex"),
    "ris": (ris, "application/x-research-info-systems"),
    "json": (csl, "application/vnd.citationstyles.csl+json"),
}
