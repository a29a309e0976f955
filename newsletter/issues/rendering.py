"""An issue as a mail: HTML that mail programs show, and text."""

import css_inline
from django.conf import settings
from django.template.loader import render_to_string

from newsletter import links
from newsletter.models import Issue
from newsletter.sending.stencils import Stencil


def stencil(issue: Issue) -> Stencil:
    """What all readers of an issue that has begun get."""
    return Stencil(subject=issue.subject, text=text(issue), html=html(issue), listed="weekly")


def html(issue: Issue) -> str:
    """The HTML part, its styles inlined."""
    return _inliner.inline(render_to_string("newsletter/mail/issue.html", _context(issue)))


def text(issue: Issue) -> str:
    """The text part: by hand where an editor wrote one, else made of the issue."""
    return render_to_string("newsletter/mail/issue.txt", _context(issue))


def _context(issue: Issue) -> dict[str, object]:
    return {
        "site": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "issue": issue,
        "page": settings.SITE_URL + issue.get_absolute_url(),
        "leave": links.to_leave(Stencil.reader),
        "choose": links.to_choose(Stencil.reader),
        **issue.content,
    }


#: Mail programs know a style where it stands in the tag; what depends on the program stays at the top.
_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
