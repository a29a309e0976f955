"""Following an issue while it is sent and after: how far it came, stopping it, and what was corrected since."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles.bodies import plain
from articles.workflow import may
from newsletter.issues import progress as counting
from newsletter.issues import stopping, touching
from newsletter.issues.stopping import NotUnderWay
from newsletter.models import Issue
from newsletter.sending import going
from readers.mails import goes_out


def follow(request: HttpRequest, issue: Issue) -> HttpResponse:
    """An issue that has begun. It cannot be changed any more."""
    now = timezone.now()
    context = {
        **admin.site.each_context(request),
        "title": f"No {issue.number}: {issue.subject}",
        "has_change_permission": False,
        "corrections": touching.since(issue, issue.begun_at, now),
        "untold": touching.without_erratum(issue, now),
        "errata": issue.errata.select_related("by").prefetch_related("corrections"),
        **_counted(request, issue),
    }
    return render(request, "admin/newsletter/follow.html", context)


@require_safe
def progress(request: HttpRequest, issue: Issue) -> HttpResponse:
    """How far it came, to be put into the page anew."""
    return render(request, "admin/newsletter/components/progress.html", _counted(request, issue))


@require_POST
def stop(request: HttpRequest, issue: Issue) -> HttpResponse:
    """Send no more of it."""
    because = plain(request.POST.get("because", "")) or "By hand."
    try:
        stopping.stop(issue.pk, because, timezone.now())
        messages.success(request, "Stopped: nobody more is sent it until it is carried on.")
    except NotUnderWay as reason:
        messages.error(request, str(reason))
    return redirect("admin:newsletter_issue_change", issue.pk)


@require_POST
def carry_on(request: HttpRequest, issue: Issue) -> HttpResponse:
    """Send the rest."""
    try:
        stopping.carry_on(issue.pk, timezone.now())
        going.soon()
        messages.success(request, "Carried on: it is being sent to those who are left.")
    except NotUnderWay as reason:
        messages.error(request, str(reason))
    return redirect("admin:newsletter_issue_change", issue.pk)


def _counted(request: HttpRequest, issue: Issue) -> dict[str, Any]:
    now = timezone.now()
    return {
        "issue": issue,
        "progress": counting.of(issue, now) if issue.begun_at else None,
        "publishes": may(request.user, "publish"),
        "goes_out": goes_out(),
        "now": now,
    }
