"""The feed of one figure: every value that its series took, the newest first."""

from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.html import escape

from facts import carding
from facts.models import Fact
from feeds.entries import LENGTH, Entry, Feed, Named
from feeds.texts import for_readers


def of_fact(pk: int) -> Feed:
    """What a figure was and is, by the order in which we held it. Raises Http404."""
    now = timezone.now()
    found = get_object_or_404(Fact.objects.told(now), pk=pk)
    series = Fact.objects.told(now).of_series(found).order_by("-held_from", "-pk")
    feed = named(found)
    about = (
        f"Each value that {carding.of(found)} took: revised by its source, corrected, or of a newer period."
    )
    return Feed(
        feed.path, feed.title, about, found.get_absolute_url(), [_entry(one) for one in series[:LENGTH]]
    )


def named(fact: Fact) -> Named:
    """The feed of a figure that is told."""
    return Named(f"{settings.SITE_NAME}: {carding.of(fact)}", f"/feeds/facts/{fact.pk}")


def _entry(fact: Any) -> Entry:
    """One value. It never changes: what takes its place is an entry of its own."""
    path = fact.get_absolute_url()
    time = f", {fact.as_of_in_words}" if fact.as_of_in_words else ""
    said = f"{fact.get_nature_display()}, {fact.source.title}"
    return Entry(
        key=path,
        path=path,
        title=f"{carding.of(fact)}: {fact.shown}{time}",
        summary=said,
        html=for_readers(f"<p>{escape(fact.shown)}{escape(time)}. {escape(said)}.</p>", path),
        published=fact.held_from,
        modified=fact.held_from,
    )
