"""Writing to those who got an issue of what was corrected since: one page, one button."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from changes.admin import who
from newsletter.issues import erring, touching
from newsletter.issues.erring import NoErratum
from newsletter.models import Issue
from newsletter.sending import going
from newsletter.sending.noting import who_got


def erratum(request: HttpRequest, issue: Issue) -> HttpResponse:
    """What would be written and to how many, and the button; 409 where there is nothing to write of any more."""
    refused, now = "", timezone.now()
    if request.method == "POST":
        try:
            erring.send(issue.pk, words=request.POST.get("words", ""), by=who(request), at=now)
        except NoErratum as reason:
            refused = str(reason)
        else:
            going.soon()
            messages.success(request, "Those who got this issue are being written to.")
            return redirect("admin:newsletter_issue_change", issue.pk)
    context = {
        **admin.site.each_context(request),
        "title": f"Erratum to No {issue.number}: {issue.subject}" if issue.number else "Erratum",
        "issue": issue,
        "untold": touching.without_erratum(issue, now),
        "readers": who_got(issue).count(),
        "words": request.POST.get("words", ""),
        "longest": erring.LONGEST,
        "refused": refused,
    }
    return render(request, "admin/newsletter/erratum.html", context, status=409 if refused else 200)
