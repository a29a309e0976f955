"""What waits for editors of the newsletter: issues that were stopped or held, errata to be sent, mails in doubt."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from changes.clock import in_short
from newsletter.issues import erring
from newsletter.models import Delivery, Issue
from newsroom.desk.parts import Line, Part, part


def issues_that_do_not_go() -> Part:
    """Those that were stopped while they were sent, and those that could not be sent at their time."""
    found = Issue.objects.filter(Q(stopped_at__isnull=False) | ~Q(held_because="")).order_by("pk")

    def line(issue: Any) -> Line:
        stopped = issue.stopped_at is not None
        note = (
            f"stopped {in_short(issue.stopped_at)}: {issue.stopped_because}"
            if stopped
            else issue.held_because
        )
        return Line(str(issue), _page(issue), note)

    link = reverse("admin:newsletter_issue_changelist")
    return replace(part("Issues that do not go", link, "", found, line), grave=True)


def issues_that_want_an_erratum(at: datetime) -> Part:
    """Those that carried what was corrected since, and whose readers do not know."""

    def line(issue: Any) -> Line:
        return Line(str(issue), _page(issue), f"No {issue.number}, {in_short(issue.begun_at)}")

    link = reverse("admin:newsletter_issue_changelist")
    return part("Issues that want an erratum", link, "", erring.wanting(at).order_by("-number"), line)


def mails_in_doubt(at: datetime) -> Part:
    """Mails of the newsletter of which nobody knows whether they went."""
    doubtful = Delivery.objects.in_doubt(at).select_related("issue").order_by("begun_at", "pk")

    def line(mail: Any) -> Line:
        form = reverse("admin:newsletter_delivery_change", args=[mail.pk])
        name = str(mail.issue) if mail.issue else mail.get_sort_display().capitalize()
        return Line(name, form, f"since {in_short(mail.begun_at)}")

    link = reverse("admin:newsletter_delivery_changelist", query={"state": "doubt"})
    return part("Mails of the newsletter in doubt", link, "", doubtful, line)


def _page(issue: Issue) -> str:
    return reverse("admin:newsletter_issue_change", args=[issue.pk])
