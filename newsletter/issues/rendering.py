"""Issues and errata as mails: HTML that mail programs show, and text."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from changes import log
from changes.models import Correction
from feeds.texts import for_readers
from newsletter.issues import touching
from newsletter.models import Erratum, Issue, Item
from newsletter.sending.letters import in_html, in_text, letter
from newsletter.sending.stencils import Stencil

Content = dict[str, Any]

#: Gmail cuts off what is over 102 kB.
LARGEST = 100_000


def stencil(issue: Issue, at: datetime) -> Stencil:
    """What the readers get to whom an issue that has begun goes now, with what was corrected since it began."""
    content = shown(issue, at)
    corrected = list(touching.since(issue, issue.begun_at, at))
    with translation.override(settings.LANGUAGE_CODE):
        return Stencil(
            subject=content["subject"],
            text=text(content, issue, corrected),
            html=html(content, issue, corrected),
            listed="weekly",
        )


def shown(issue: Issue, at: datetime) -> Content:
    """What an issue said when it was sent, without what readers see no more. A query for each section.

    A text part that was written by hand may tell of what is left out: then it is made of the rest.
    """
    content: Content = issue.content
    keys = [one["key"] for part in content["sections"] for one in part["carried"]]
    seen = seen_of(keys, at)
    parts = [
        part | {"carried": [one for one in part["carried"] if one["key"] in seen]}
        for part in content["sections"]
    ]
    told = {**content, "sections": [part for part in parts if part["carried"]]}
    return told if seen.issuperset(keys) else told | {"text": ""}


def seen_of(keys: Iterable[str], at: datetime) -> set[str]:
    """The keys of what readers see. A query for each section."""
    things = {
        (Item.KINDS[Item.Section(section)], int(pk)): f"{section}:{pk}"
        for section, _colon, pk in (key.partition(":") for key in keys)
    }
    return {things[one] for one in log.visible(things, at)}


def html(content: Content, issue: Issue | None = None, corrected: Iterable[Correction] = ()) -> str:
    """The HTML part of an issue, its styles inlined."""
    context = _context(issue) | content | {"corrected": corrected}
    return in_html("issue.html", context | {"words": _words(content, context)})


def text(content: Content, issue: Issue | None = None, corrected: Iterable[Correction] = ()) -> str:
    """The text part: by hand where an editor wrote one, else made of what the issue says."""
    from newsletter.sending.plain import plain  # what makes it takes 10 MB

    context = _context(issue) | content | {"corrected": corrected}
    return in_text("issue.txt", context | {"opening": plain(_words(content, context))})


def size(content: Content) -> int:
    """How many bytes the HTML part of an issue has."""
    return len(html(content).encode())


def erratum(sent: Erratum) -> Stencil:
    """What those who got an issue are written of what was wrong in it."""
    corrected = sent.corrections.newest().select_related("change")
    context = _context(sent.issue) | {"erratum": sent, "corrected": corrected}
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Correction: %(issue)s") % {"issue": sent.issue.subject}
    said = letter("erratum", **context)
    return Stencil(subject=subject, text=said.text, html=said.html, listed="weekly")


def _words(content: Content, context: dict[str, Any]) -> str:
    """The editor's words with whole addresses."""
    return for_readers(content["words"], context["page"].removeprefix(settings.SITE_URL))


def _context(issue: Issue | None) -> dict[str, Any]:
    """What a mail says of its issue. One that has not begun has no page yet."""
    begun = issue is not None and issue.begun_at is not None
    page = issue.get_absolute_url() if issue is not None and begun else "/newsletter/"
    return {
        "issue": issue,
        "day": timezone.localdate(issue.begun_at if issue is not None and begun else None),
        "page": settings.SITE_URL + page,
    }
