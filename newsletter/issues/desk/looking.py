"""Looking at an issue as mail programs show it, and having it sent to oneself."""

import re
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from articles.workflow import may
from changes.admin import who
from newsletter.issues import freezing, rendering, testing
from newsletter.issues.rendering import Content
from newsletter.issues.testing import NotSent
from newsletter.models import Issue

#: Inlined styles are all that a mail has: nothing is loaded, nothing runs, nothing is sent.
POLICY: dict[str, Any] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": True,
}
WIDTHS = {"wide": 700, "narrow": 360}
#: The colours in which a mail program shows it.
DARK = re.compile(r"@media\s*\(prefers-color-scheme:\s*dark\)")


def preview(request: HttpRequest, issue: Issue) -> HttpResponse:
    """An issue as it was saved: as HTML at two widths in both colours, and as text."""
    content = _content(issue)
    width = request.GET.get("width", "wide")
    colours = "dark" if request.GET.get("colours") == "dark" else "light"
    width = width if width in WIDTHS else "wide"
    size = rendering.size(content)
    carried = sum(len(part["carried"]) for part in content["sections"])
    left = 0 if issue.begun_at else issue.items.count() - carried
    context = {
        **admin.site.each_context(request),
        "title": f"Preview: {issue.subject}",
        "issue": issue,
        "has_change_permission": False,
        "content": content,
        "text": rendering.text(content, issue),
        "width": width,
        "pixels": WIDTHS[width],
        "colours": colours,
        "kilobytes": f"{size / 1000:.1f}",
        "limit": rendering.LARGEST // 1000,
        "too_large": size > rendering.LARGEST,
        "left": left,
        "edits": may(request.user, "edit"),
        "publishes": may(request.user, "publish") and not issue.begun_at,
        "own_address": who(request).email,
    }
    return render(request, "admin/newsletter/preview.html", context)


@require_safe
@csp_override(POLICY)
@xframe_options_sameorigin
def frame(request: HttpRequest, issue: Issue) -> HttpResponse:
    """The HTML part alone, in the colours that are asked for whatever the browser's own are."""
    shown = "all" if request.GET.get("colours") == "dark" else "not all"
    return HttpResponse(DARK.sub(f"@media {shown}", rendering.html(_content(issue), issue)))


@require_POST
def test(request: HttpRequest, issue: Issue) -> HttpResponse:
    """Send it to whoever asks."""
    user = who(request)
    try:
        testing.send_test(issue, _content(issue), to=user)
        messages.success(
            request, f"Sent to {user.email}. The links in it by which a reader leaves do nothing."
        )
    except NotSent as reason:
        messages.error(request, str(reason))
    return redirect("admin:newsletter_issue_preview", issue.pk)


def _content(issue: Issue) -> Content:
    """What it said when it began, or would say now."""
    found: Content = issue.content or freezing.content_of(issue, timezone.now())
    return found
