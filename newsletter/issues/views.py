"""The archive of the newsletter."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.bodies import text_of
from companies.jsonld import address, json_ld, listing, moment, newsroom, thing, trail
from newsletter.issues import archive, feeds
from newsletter.issues.archive import Read
from newsletter.models import Issue
from prepared.paging import Page

PER_PAGE = 50
#: So many are named beside something else.
LAST = 5


def issues(request: HttpRequest) -> HttpResponse:
    """All issues, newest first."""
    page = Page(request, PER_PAGE)
    title = _("All issues")
    description = _("Every issue of the newsletter, as it was sent.")
    context = {
        "title": title,
        "description": description,
        "linked_data": listing(title, request.path, description),
        "feed": feeds.named(),
        "page": page,
        "issues": page.take(list(_listed()[page.window])),
    }
    return render(request, "newsletter/issues.html", context)


def issue(request: HttpRequest, number: int) -> HttpResponse:
    """An issue as it was sent, with what was corrected since."""
    found: Issue = get_object_or_404(Issue.objects.public(), number=number)
    read = archive.read(found, timezone.now())
    way = [(_("Newsletter"), reverse("newsletter:newsletter"))]
    context = {
        "title": found.subject,
        "description": found.content["preheader"] or text_of(found.content["words"])[:200],
        "linked_data": json_ld(_described(read), trail([*way, (found.subject, found.get_absolute_url())])),
        "feed": feeds.named(),
        "way": way,
        "read": read,
        "corrections": read.corrections,
        "others": last_issues(besides=found),
    }
    return render(request, "newsletter/issue.html", context)


def last_issues(*, besides: Issue | None = None) -> list[Issue]:
    """The newest issues, for `newsletter/last_issues.html`. One query."""
    found = _listed().exclude(pk=besides.pk) if besides else _listed()
    return list(found[:LAST])


def _listed() -> Any:
    return Issue.objects.public().only("number", "subject", "begun_at")


def _described(read: Read) -> dict[str, Any]:
    """What search engines are told of an issue."""
    found = read.issue
    whole = thing(
        "Periodical",
        name=_("%(site)s: the newsletter") % {"site": settings.SITE_NAME},
        url=address(reverse("newsletter:issues")),
        publisher=newsroom(),
    )
    return thing(
        "PublicationIssue",
        name=found.subject,
        issueNumber=found.number,
        datePublished=moment(found.sent_at),
        url=address(found.get_absolute_url()),
        publisher=newsroom(),
        isPartOf=whole,
        mentions=[
            thing("CreativeWork", name=one["title"], url=address(one["address"]))
            for part in read.sections
            for one in part["carried"]
        ],
    )
