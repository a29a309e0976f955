"""The feed of issues, whole, as they were sent."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.bodies import text_of
from feeds.entries import LENGTH, Entry, Feed, Named, Person
from feeds.texts import for_readers
from newsletter.issues import archive
from newsletter.models import Issue

PATH = "/feeds/newsletter"


def issues() -> Feed:
    """The newest issues."""
    now = timezone.now()
    title = _("%(site)s: the newsletter") % {"site": settings.SITE_NAME}
    about = _("Every issue of the newsletter, as it was sent.")
    newest = list(Issue.objects.public()[:LENGTH])
    entries = [_entry(issue, now) for issue in newest]
    return Feed(PATH, title, about, reverse("newsletter:issues"), entries)


def named() -> Named:
    """The feed as pages lead to it."""
    return Named(_("The newsletter"), PATH)


def names_of(ids: Collection[int], at: datetime) -> dict[int, set[str]]:
    """The feed tells of every issue."""
    return {pk: {PATH} for pk in ids}


def _entry(issue: Issue, now: datetime) -> Entry:
    path = issue.get_absolute_url()
    read = archive.read(issue, now)
    html = render_to_string("newsletter/issue_body.html", {"read": read})
    changed = [issue.sent_at, *(one["at"] for one in read.corrections)]
    return Entry(
        key=path,
        path=path,
        title=issue.subject,
        summary=issue.content["preheader"] or text_of(issue.content["words"])[:200],
        html=for_readers(html, path),
        published=issue.sent_at,
        modified=max(changed),
        people=(Person(settings.SITE_NAME, "/"),),
    )
