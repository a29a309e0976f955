"""What must be right before readers see a text: what nobody can publish without, and what only a reason overrides."""

from collections.abc import Iterator
from datetime import datetime

from articles import bodies, figures
from articles.checks import Finding
from articles.models import Image
from articles.telling import as_of
from facts.watching import Standing, standings
from newsroom.checking.draft import Draft, Part
from newsroom.checking.interests import missing
from newsroom.checking.links import broken
from newsroom.models import Kept


def demanded(draft: Draft) -> Iterator[Finding]:
    """What `publish` refuses whatever is said: without it there is no edition. A query for pictures."""
    article = draft.article
    for name, value in (
        ("headline", bodies.plain(article.headline)),
        ("slug", article.slug),
        ("body", bodies.text_of(draft.parts[0].html)),
    ):
        if not value:
            yield Finding(name, "demanded", f"The {name} is empty.", name)
    for part in draft.parts:
        if fault := figures.fault(part.html, draft.facts):
            yield Finding("words", "demanded", fault, part.field, part.place)
    shown = [(part, picture) for part in draft.parts for picture in bodies.pictures(part.html)]
    known = Image.objects.in_bulk([picture.image for _, picture in shown]) if shown else {}
    for part, picture in shown:
        if picture.image not in known or known[picture.image].address != picture.address:
            sentence = f"The picture “{picture.address}” does not exist."
            yield Finding("picture", "demanded", sentence, part.field, part.place)


def required(draft: Draft, at: datetime) -> Iterator[Finding]:
    """What stops publishing unless a publisher says why it does not. Up to four queries for figures, and links'."""
    if not bodies.plain(draft.article.standfirst):
        sentence = "The standfirst is empty: lists, feeds and search engines show it."
        yield Finding("standfirst", "required", sentence, "standfirst")
    yield from _alternative_texts(draft)
    yield from missing(draft)
    yield from _sources(draft)
    yield from _stale(draft, at)
    yield from _broken_links(draft, at)


def _alternative_texts(draft: Draft) -> Iterator[Finding]:
    article = draft.article
    if article.lead_image_id and not article.lead_image_alt.strip():
        sentence = "The lead image has no alternative text."
        yield Finding("alternative text", "required", sentence, "lead_image_alt")
    for part in draft.parts:
        for picture in bodies.pictures(part.html):
            if not picture.alt.strip():
                sentence = f"The picture “{picture.address}” has no alternative text."
                yield Finding("alternative text", "required", sentence, part.field, part.place)


def _sources(draft: Draft) -> Iterator[Finding]:
    """A fact always names a source; one that its publisher took back is none any more. Facts that fell with it
    are told of as withdrawn."""
    for part, words, pk in _first_citations(draft):
        fact = draft.facts.get(pk)
        if fact and fact.source.withdrawn_at and not fact.withdrawn_at:
            sentence = f"“{words}” has no source: {fact.source} was taken back. {fact.source.withdrawal_note}"
            yield Finding("source", "required", sentence, part.field, part.place)


def _stale(draft: Draft, at: datetime) -> Iterator[Finding]:
    """Figures that do not simply stand, but for those that an editor decided to keep in this text."""
    standing = standings(draft.facts, at=at, to_readers=False)
    since = {pk: one.since for pk, one in standing.items() if one.since}
    kept: set[int] = set()
    if since:
        kept.update(Kept.objects.since(since).filter(article=draft.article).values_list("fact", flat=True))
    for part, words, pk in _first_citations(draft):
        if pk in standing and pk not in kept and (became := _became(standing[pk], draft)):
            yield Finding("stale", "required", f"“{words}” {became}", part.field, part.place)


def _became(standing: Standing, draft: Draft) -> str:
    """What became of a figure, as the end of a sentence; nothing where it stands.

    A text that tells of a newer period, or of what a forecast came to, beside it says all there is to say.
    """
    told_too = standing.newer is not None and standing.newer["id"] in draft.facts
    match standing.state:
        case "superseded":
            return f"was superseded ({standing.because}): it is {standing.newer_shown} now."
        case "withdrawn":
            return f"was withdrawn: {standing.because}"
        case "newer" if standing.newer and not told_too:
            return f"has a newer period, which is not cited: {standing.newer_shown}, {as_of(standing.newer)}."
        case "due" if not told_too:
            came_to = f": it came to {standing.newer_shown}" if standing.newer else ""
            return f"was forecast for {as_of(standing.fact)}, which is over{came_to}."
        case "review":
            return f"is past its review day, {standing.fact['review_after']:%-d %B %Y}."
    return ""


def _broken_links(draft: Draft, at: datetime) -> Iterator[Finding]:
    links = [(part, link) for part in draft.parts for link in bodies.links(part.html)]
    nowhere = broken([link for _, link in links], draft, at)
    for part, link in dict.fromkeys(links):
        if link in nowhere:
            sentence = f"The link to {link} leads readers nowhere."
            yield Finding("link", "required", sentence, part.field, part.place)


def _first_citations(draft: Draft) -> Iterator[tuple[Part, str, int]]:
    """Each fact once: where it is cited first, and the words there."""
    seen: set[int] = set()
    for part, cited in draft.citations:
        if cited.fact not in seen:
            seen.add(cited.fact)
            yield part, cited.words, cited.fact
