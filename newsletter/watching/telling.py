"""What a mail to somebody who follows something says of each change."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import EditionTopic
from changes.models import Change
from changes.texts import plain
from facts.models import Fact
from newsletter.sending.letters import letter
from newsletter.sending.stencils import Stencil

Kind = Change.Kind


class News(NamedTuple):
    """One change as it is told: what happened, to what, what is said of it, and where it stands."""

    what: str
    title: str
    words: str
    address: str


def stencil(told: Iterable[Change | Fact]) -> Stencil:
    """The mail to all who are told just these."""
    with translation.override(settings.LANGUAGE_CODE):
        news = [_of_fact(one) if isinstance(one, Fact) else _of_change(one) for one in told]
        subject = _subject(news)
    said = letter("notice", subject=subject, news=news)
    return Stencil(subject=subject, text=said.text, html=said.html, listed="following")


def _subject(news: list[News]) -> str:
    first = f"{news[0].what}: {news[0].title}"[:80]
    more = len(news) - 1
    if not more:
        return first
    return ngettext("%(first)s, and one more", "%(first)s, and %(more)s more", more) % {
        "first": first,
        "more": more,
    }


def _of_change(change: Change) -> News:
    what = {
        Kind.PUBLISHED: _("New article"),
        Kind.UPDATED: _("Updated"),
        Kind.CORRECTED: _("Corrected"),
        Kind.RELEASED: _("Released"),
        Kind.SLIPPED: _("Release slipped"),
        Kind.SUPERSEDED: _("New figure"),
    }[Kind(change.kind)]
    if change.about == "article" and (topics := _topics(change.about_id)):
        # Nobody follows an article: this says what they follow.
        what = _("%(what)s on %(topics)s") % {"what": what, "topics": _(", ").join(topics)}
    address = settings.SITE_URL + change.address
    return News(what, plain(change.title), plain(change.note), address)


def _topics(article: int) -> list[str]:
    shown = EditionTopic.objects.filter(edition__article=article).shown(timezone.now())
    return list(shown.order_by("position").values_list("topic__name", flat=True))


def _of_fact(fact: Fact) -> News:
    title = f"{fact.subject}: {fact.metric}"
    words = _("%(figure)s (%(time)s)") % {"figure": fact.shown, "time": fact.as_of}
    return News(_("New figure"), title, words, settings.SITE_URL + fact.get_absolute_url())
