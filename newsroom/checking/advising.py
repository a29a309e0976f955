"""What an editor is told before publishing and may leave as it is."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from articles import bodies
from articles.checks import Finding
from articles.layout import Cutter
from companies.models import Record
from companies.naming import matcher
from facts.numerals import fold
from newsroom.checking.draft import Draft, Part
from newsroom.importing.sentences import sentences
from newsroom.writing import deciding as writing
from newsroom.writing.typed import OTHERWISE

#: What search engines show of a description: less says little, more is cut.
DESCRIPTION = range(50, 161)
#: Beyond these a sentence is hard to follow: plain-language guides ask for half as much.
LONGEST_WORDS, LONGEST_CHINESE = 40, 100


def advised(draft: Draft) -> Iterator[Finding]:
    """All of it. The matcher's and the ledger's queries, and one for records, however long the text is."""
    if draft.article.lead_image_id is None:
        yield Finding("lead image", "advised", "There is no lead image.", "lead_image")
    yield from _description(draft)
    yield from _headings(draft)
    yield from _long_sentences(draft)
    yield from _never_linked(draft)
    yield from _typed(draft)
    yield from _bare_sources(draft)


def _description(draft: Draft) -> Iterator[Finding]:
    own = bodies.plain(draft.article.search_description)
    shown = own or bodies.plain(draft.article.standfirst)
    if shown and len(shown) not in DESCRIPTION:
        what = "search description" if own else "standfirst, which search engines show,"
        most = DESCRIPTION[-1]
        sentence = f"The {what} has {len(shown)} characters: {DESCRIPTION[0]} to {most} are shown whole."
        yield Finding("search description", "advised", sentence, "search_description")


def _headings(draft: Draft) -> Iterator[Finding]:
    """The body's headings begin at the second rank; those of an answer stand under a heading of that rank."""
    for part in draft.parts:
        ranks = [(str(element.tag), " ".join(element.text_content().split())) for element in _heads(part)]
        wrong = "h3" if part.field == "body" else "h2"
        if ranks and ranks[0][0] == wrong:
            sentence = (
                f"“{ranks[0][1]}” is a heading under no heading: begin with the rank above it."
                if part.field == "body"
                else f"“{ranks[0][1]}” is of the rank of the FAQ’s own heading: take the rank below."
            )
            yield Finding("heading order", "advised", sentence, part.field, part.place)


def _heads(part: Part) -> Iterator[HtmlElement]:
    return bodies.parse(part.html or "<p></p>").iter("h2", "h3")


def _long_sentences(draft: Draft) -> Iterator[Finding]:
    for part in draft.parts:
        text = bodies.text_of(part.html)
        for start, end in sentences(fold(text)):
            sentence = text[start:end].strip()
            chinese = sum("\u3400" <= c <= "\u9fff" for c in sentence)
            words = len(sentence.split())
            if words > LONGEST_WORDS or chinese > LONGEST_CHINESE:
                long = f"{chinese} characters" if chinese > LONGEST_CHINESE else f"{words} words"
                said = f"A sentence has {long}: “{_beginning(sentence)}”"
                yield Finding("long sentence", "advised", said, part.field, part.place)


def _beginning(sentence: str) -> str:
    return sentence if len(sentence) <= 80 else f"{sentence[:79].rstrip()}…"


def _never_linked(draft: Draft) -> Iterator[Finding]:
    """Records that are named only where names are not linked: in headings, captions, links and the like."""
    article, names = draft.article, matcher()
    cutter = Cutter(names.find)
    for part in draft.parts:
        cutter.cut(part.html)
    named: dict[int, tuple[str, str, str]] = {}
    texts = [("headline", "Headline", article.headline), ("standfirst", "Standfirst", article.standfirst)]
    texts += [(part.field, part.place, bodies.text_of(part.html)) for part in draft.parts]
    for field, place, text in texts:
        for match in names.find(text):
            named.setdefault(match.record, (text[match.start : match.end], field, place))
    missing = named.keys() - cutter.records.keys()
    by_hand = {link for part in draft.parts for link in bodies.links(part.html)}
    for record in Record.objects.filter(pk__in=missing).order_by("name", "pk"):
        words, field, place = named[record.pk]
        if record.get_absolute_url() not in by_hand:
            sentence = f"“{words}” is named, but nowhere that links to its record: name it in a paragraph."
            yield Finding("never linked", "advised", sentence, field, place)


def _typed(draft: Draft) -> Iterator[Finding]:
    for found in writing.look_at(draft.article):
        if found.kind == OTHERWISE and found.fact:
            sentence = f"“{found.typed.words}” is typed by hand, and the ledger says {found.fact.shown}."
            yield Finding("typed figure", "advised", sentence, "body", _beginning(found.places[0].sentence))


def _bare_sources(draft: Draft) -> Iterator[Finding]:
    """Sources of which readers learn a name and nothing more."""
    sources = {fact.source_id: fact.source for fact in draft.facts.values()}
    for source in sources.values():
        if not (source.publisher or source.url or source.archived_url):
            sentence = f"Of the source “{source}” only its title is known: add a publisher or an address."
            yield Finding("bare source", "advised", sentence, "body")
