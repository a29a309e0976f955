"""A mail of the newsletter as text and as HTML that mail programs show, in the language of the site."""

from typing import Any, NamedTuple

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from newsletter import links
from newsletter.sending.stencils import Stencil

#: Mail programs know a style where it stands in the tag; what depends on the program stays at the top.
_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


class Letter(NamedTuple):
    """Both parts of a mail."""

    text: str
    html: str


def letter(name: str, **context: Any) -> Letter:
    """The mail of a pair of templates, with what every mail says of the site and how its reader leaves."""
    with translation.override(settings.LANGUAGE_CODE):
        return Letter(in_text(f"{name}.txt", context), in_html(f"{name}.html", context))


def in_html(template: str, context: dict[str, Any]) -> str:
    """An HTML part, its styles inlined."""
    return _inliner.inline(render_to_string(f"newsletter/mail/{template}", _said_by_all() | context))


def in_text(template: str, context: dict[str, Any]) -> str:
    """A text part, without the empty lines that its template leaves."""
    lines: list[str] = []
    text = render_to_string(f"newsletter/mail/{template}", _said_by_all() | context)
    for line in (one.rstrip() for one in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join([*lines, ""])


def _said_by_all() -> dict[str, str]:
    return {
        "site": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "leave": links.to_leave(Stencil.reader),
        "choose": links.to_choose(Stencil.reader),
    }
