"""Feeds of what changed and of corrections."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext, gettext_lazy

from changes import log
from changes.corrections import with_things
from changes.models import Change, Correction
from changes.texts import plain
from feeds.entries import LENGTH, Entry, Feed
from feeds.texts import for_readers

ABOUT_CHANGES = gettext_lazy(
    "What was published, corrected, superseded, released and answered, newest first."
)
ABOUT_CORRECTIONS = gettext_lazy(
    "What we had wrong, and what is right. Every correction stands here and on each page that it touches."
)


def changes() -> Feed:
    """The newest public changes."""
    entries = [entry(row) for row in log.news(limit=LENGTH)]
    return Feed(
        "/feeds/changes",
        gettext("%(site)s: changes") % {"site": settings.SITE_NAME},
        str(ABOUT_CHANGES),
        "/changes/",
        entries,
    )


def entry(change: Change) -> Entry:
    """A row of the log that is news. It never changes."""
    what = (
        gettext("New figure")
        if change.kind == Change.Kind.SUPERSEDED
        else change.get_kind_display().capitalize()
    )
    title = plain(change.title) or gettext("An article")
    said = plain(change.note)
    link = f'<a href="{escape(change.address)}">{escape(title)}</a>' if change.title else title
    html = f"<p>{link}{': ' if said else ''}{escape(said)}</p>"
    at = change.effective_at
    return Entry(
        key=f"/changes/#{change.pk}",
        # What was withdrawn has no title any more, and its page only says that it is gone, as this does.
        path=change.address if change.title else "/changes/",
        title=f"{what}: {title}",
        summary=said,
        html=for_readers(html, change.address),
        published=at,
        modified=at,
    )


def corrections() -> Feed:
    """The newest corrections."""
    now = timezone.now()
    rows = Correction.objects.public(now).newest().select_related("change")
    entries = [_correction(told) for told in with_things(rows[:LENGTH], now)]
    title = gettext("%(site)s: corrections") % {"site": settings.SITE_NAME}
    return Feed("/feeds/corrections", title, str(ABOUT_CORRECTIONS), "/corrections/", entries)


def _correction(told: dict[str, Any]) -> Entry:
    """A correction, named by what it touches first; it never changes."""
    touched = [f'<a href="{escape(thing.address)}">{escape(thing.title)}</a>' for thing in told["touches"]]
    where = gettext("It touches %(things)s.") % {"things": gettext(", ").join(touched)} if touched else ""
    first = [plain(thing.title) for thing in told["touches"][:1]]
    return Entry(
        key=told["url"],
        path=told["url"],
        title=gettext("Correction: %(title)s") % {"title": first[0]} if first else gettext("Correction"),
        summary=f"{told['wrong']} {told['right']}",
        html=for_readers(
            f"<p>{escape(told['wrong'])}</p><p>{escape(told['right'])}</p>{f'<p>{where}</p>' if where else ''}",
            told["url"],
        ),
        published=told["at"],
        modified=told["at"],
    )
