"""From a text file to a draft in the admin: understanding it, showing what was understood, saving it.

`understand` changes nothing. `save` makes the draft, its suggestions and the readers' questions in one
transaction; nothing of it is public until an editor publishes.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from operator import itemgetter
from typing import Any, cast

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from articles.bodies import clean, plain
from articles.models import Article, Author, Suggestion, Topic
from articles.models.article import Byline, FAQEntry
from articles.revisions import save_revision
from changes import addresses
from companies.mentions import Match, Matcher, Name
from companies.models import AIModel, ModelFamily, Ownership, Product, Record
from companies.naming import matcher, names
from facts.numerals import fold
from newsroom.importing import composing
from newsroom.importing.draft import Answered, Callout, Draft, ListBlock, Paragraph
from newsroom.importing.reading import LONGEST_TITLE, read
from newsroom.importing.recognising import (
    Figure,
    Known,
    Release,
    find_figures,
    find_licences,
    find_releases,
    merge,
    propose_records,
)
from newsroom.importing.sentences import sentences
from newsroom.ledger.citing import Place
from questions.answering.giving import answer
from questions.models import Question

EARLIEST, LATEST = 1970, 2100  # the years from which a text may speak


class AlreadyImported(ValueError):
    """The same text was imported before; `article` is the draft that came of it."""

    def __init__(self, article: Article) -> None:
        super().__init__(f"This text was imported before, as “{article.headline}”; nothing was changed.")
        self.article = article


@dataclass(frozen=True, slots=True)
class Mention:
    """A record that the text names: an existing one, or a new one with its kind and parent guessed.

    licence: what the text says a model is published under (SPDX), where the record does not say it yet.
    """

    name: str
    kind: str
    record: str | None
    parent: str | None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """All that was understood of a file; figures and releases as plain data, as the JSON form has them.

    digest: the same for the same lines, whatever the file's name, line ends, mark and blank lines.
    A figure has also its `places`, so that accepting it can cite it there.
    """

    draft: Draft
    digest: str
    dated: date | None
    mentions: tuple[Mention, ...]
    figures: tuple[dict[str, Any], ...]
    releases: tuple[dict[str, Any], ...]

    def report(self) -> Iterator[str]:
        """What was understood, line by line, for people; what was not understood last."""
        for line in self.draft.lines:
            yield f"{line.number:4}  {line.role:14}  {line.text}"
        yield "Records:"
        for mention in self.mentions:
            under = f", of {mention.parent}" if mention.parent else ""
            under += f", licence {mention.licence}" if mention.licence else ""
            yield f"  {mention.name}: {mention.kind}{under} ({mention.record or 'new'})"
        yield "Figures to confirm:"
        for figure in self.figures:
            said = f", says {figure['source']}" if figure["source"] else ""
            of = f"{figure['subject'] or 'subject not clear'}, {figure['as_of'] or 'time not said'}"
            yield f"  {figure['qualifier']} {figure['text']}: {figure['nature']}, {of}{said}"
        yield "Releases to confirm:"
        for release in self.releases:
            window = release["window"]
            days = (
                f" ({window['earliest'] or 'open'} to {window['latest'] or 'open'})" if window["edtf"] else ""
            )
            yield f"  {release['model']}: {release['status']}, {window['words'] or 'no time said'}{days}"
        if self.draft.unplaced:
            yield "Not understood:"
            yield from (f"  {line}" for line in self.draft.unplaced)

    def as_json(self) -> dict[str, Any]:
        """One object with everything, for programs."""
        return {
            "title": self.draft.title,
            "standfirst": self.draft.standfirst,
            "sections": [
                {"heading": section.heading, "paragraphs": _paragraphs(section.blocks)}
                for section in self.draft.sections
            ],
            "callouts": [
                {"kind": block.kind, "text": block.text, "section": section.heading}
                for section in self.draft.sections
                for block in section.blocks
                if isinstance(block, Callout)
            ],
            "faq": [_answered(entry) for entry in self.draft.faq],
            "questions": [_answered(entry) for entry in self.draft.questions],
            "closing": {"text": self.draft.closing.text, "topic": self.draft.closing.topic}
            if self.draft.closing
            else None,
            "mentions": [
                {"name": m.name, "kind": m.kind, "record": m.record, "parent": m.parent}
                for m in self.mentions
            ],
            "facts": [{name: figure[name] for name in FIGURE} for figure in self.figures],
            "releases": list(self.releases),
            "unplaced": list(self.draft.unplaced),
        }


FIGURE = ("text", "value", "high", "unit", "qualifier", "nature", "as_of", "subject", "source")


def _figure(figure: Figure, text: str, known: Mapping[Any, Known], places: list[Place]) -> dict[str, Any]:
    """A figure as plain data; value and high as decimal strings, its subject by name."""
    return {
        "places": [asdict(place) for place in places],
        "text": text[figure.start : figure.end],
        "value": f"{figure.value:f}",
        "high": None if figure.high is None else f"{figure.high:f}",
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "nature": figure.nature,
        "as_of": figure.as_of,
        "subject": known[figure.subject].name if figure.subject in known else None,
        "source": figure.source,
    }


def _release(release: Release, known: Mapping[Any, Known]) -> dict[str, Any]:
    """A release as plain data; its window as the source's words with EDTF and days, where they are known."""
    window = release.window
    return {
        "model": known[release.record].name,
        "status": release.status,
        "window": {
            "words": release.words,
            "edtf": (window.edtf or None) if window else None,
            "earliest": window.earliest.isoformat() if window and window.earliest else None,
            "latest": window.latest.isoformat() if window and window.latest else None,
        },
    }


def _answered(entry: Answered) -> dict[str, str]:
    return {"question": entry.question, "answer": entry.answer}


def _paragraphs(blocks: Iterable[Any]) -> list[str]:
    """The running text of a section: paragraphs, and a list's items each as one."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, ListBlock):
            found += block.items
    return found


def understand(data: bytes, *, dated: date | None = None) -> Understood:
    """Read a file and recognise what it names; saves nothing.

    dated: the day the text speaks from, which gives "the upcoming Lunar New Year" its year.
    Raises newsroom.importing.decoding.Unreadable.
    """
    draft = read(data)
    parts = list(_parts(draft))
    text = "\n\n".join(part.text for part in parts)
    known = known_records()
    found = matcher().find(text)
    if proposed := propose_records(text, found, known):
        keys = {record.name: key for key, record in known.items()}
        known |= {p.name: Known(p.name, p.kind, keys.get(p.parent or "", p.parent)) for p in proposed}
        found = Matcher([*names(), *(Name(p.name, p.name) for p in proposed)]).find(text)
    figures = merge(find_figures(text, found, known=known, dated=dated))
    releases = find_releases(text, found, known=known, dated=dated)
    citable = list(_citable(parts, text))
    return Understood(
        draft=draft,
        digest=hashlib.sha256("\n".join(line.text for line in draft.lines).encode()).hexdigest(),
        dated=dated,
        mentions=_mentions(text, found, known, find_licences(text, found, known)),
        figures=tuple(_figure(f, text, known, _places(f, text, citable)) for f in figures),
        releases=tuple(_release(release, known) for release in releases),
    )


def _places(figure: Figure, text: str, citable: Sequence[tuple[int, int]]) -> list[Place]:
    """Where a figure stands in sentences of the body, the FAQ's answers and the answers to readers."""
    found = []
    for place in figure.places:
        at = bisect_right(citable, place[0], key=itemgetter(0)) - 1
        if at >= 0 and place[1] <= citable[at][1]:
            start, end = citable[at]
            found.append(Place(text[start:end], place[0] - start, text[slice(*place)]))
    return found


class NotSaved(ValueError):
    """The draft cannot be saved as it is; the message says what is missing."""


def headline(understood: Understood, title: str = "") -> str:
    """The headline of the draft: `title`, where an editor gave one, else the text's. Raises NotSaved."""
    words = plain(title or understood.draft.title)
    if not words:
        raise NotSaved("The text has no title; its first line should be one.")
    if len(words) > LONGEST_TITLE:
        raise NotSaved(f"The title is longer than {LONGEST_TITLE} characters; shorten it.")
    return words


@transaction.atomic
def save(
    understood: Understood,
    *,
    by: User | None,
    author: Author | None = None,
    topics: Iterable[Topic] = (),
    title: str = "",
    slug: str = "",
    standfirst: str = "",
) -> Article:
    """Make a draft with everything in its place, and a suggestion for each thing that an editor must decide.

    title, slug, standfirst: what an editor corrected; what is empty comes from the text. Readers' questions
    are kept with their answers, private until the article is published.
    Raises AlreadyImported for a text that was imported before, NotSaved for one without a title.
    """
    if before := imported_before(understood):
        raise AlreadyImported(before)
    draft = understood.draft
    words = headline(understood, title)
    chosen = list(topics)
    try:
        with transaction.atomic():
            article = Article.objects.create(
                headline=words,
                slug=slug or suggest_slug(words),
                standfirst=standfirst or draft.standfirst,
                body=clean(composing.body(draft)),
                closing=draft.closing.text if draft.closing else "",
                closing_topic=chosen[0] if chosen and draft.closing else _topic_of(draft),
                dated=understood.dated,
                imported_as=understood.digest,
                created_by=by,
            )
    except IntegrityError:  # somebody imported it since we looked
        if before := imported_before(understood):
            raise AlreadyImported(before) from None
        raise
    if author is not None:
        Byline.objects.create(article=article, author=author)
    article.topics.set(chosen)
    FAQEntry.objects.bulk_create(
        FAQEntry(
            article=article,
            position=n,
            question=entry.question,
            answer=composing.paragraph(entry.answer),
        )
        for n, entry in enumerate(draft.faq)
    )
    _keep_questions(draft, article, by)
    Suggestion.objects.bulk_create(_suggestions(understood, article))
    save_revision(article, by=by, why="Imported")
    return article


def imported_before(understood: Understood) -> Article | None:
    """The draft that came of the same text before; None the first time."""
    found: Article | None = Article.objects.filter(imported_as=understood.digest).first()
    return found


def suggest_slug(headline: str) -> str:
    """An ASCII slug of at most 80 characters that no working copy and no public address has."""
    words = slugify(headline)[:80].strip("-") or "article"
    slug, number = words, 2
    while Article.objects.filter(slug=slug).exists() or not addresses.is_free("article", slug, None):
        slug, number = f"{words}-{number}", number + 1
    return slug


def _topic_of(draft: Draft) -> Topic | None:
    """The topic that the closing line names, where we have it."""
    words = (draft.closing.topic or "").casefold() if draft.closing else ""
    return next((topic for topic in Topic.objects.all() if words and topic.name.casefold() in words), None)


def _keep_questions(draft: Draft, article: Article, by: User | None) -> None:
    """Readers' questions, answered where the text answers them, private until the article is live."""
    for entry in draft.questions:
        question = Question.objects.create(
            text=entry.question,
            slug=slugify(entry.question)[:80].strip("-") or "question",
            asker=entry.asker,
            article=article,
        )
        if entry.answer:
            answer(question, text=composing.paragraph(entry.answer), by=by)


def _suggestions(understood: Understood, article: Article) -> Iterator[Suggestion]:
    """What an editor must decide: records, figures, releases, and where the closing line leads."""
    kinds = Suggestion.Kind
    for mention in understood.mentions:
        if mention.record is None or mention.licence:
            yield Suggestion(
                article=article, kind=kinds.RECORD, text=mention.name[:300], payload=asdict(mention)
            )
    for figure in understood.figures:
        yield Suggestion(article=article, kind=kinds.FACT, text=figure["text"][:300], payload=figure)
    for release in understood.releases:
        yield Suggestion(article=article, kind=kinds.RELEASE, text=release["model"][:300], payload=release)
    closing = understood.draft.closing
    if closing and closing.topic and article.closing_topic is None:
        yield Suggestion(
            article=article, kind=kinds.LINK, text=closing.topic[:300], payload={"topic": closing.topic}
        )


@dataclass(frozen=True, slots=True)
class _Part:
    """One text of a draft that can name something, and from where on it may cite a fact (None: nowhere)."""

    text: str
    citable_from: int | None = None


def _parts(draft: Draft) -> Iterator[_Part]:
    """In reading order; a question stands together with its answer, for the one says what the other is of."""
    yield _Part(draft.title)
    yield _Part(draft.standfirst)
    for section in draft.sections:
        if section.heading:
            yield _Part(section.heading)
        for block in section.blocks:
            match block:
                case ListBlock(items=items):
                    yield from (_Part(item, 0) for item in items)
                case _:
                    yield _Part(block.text, 0)
    for entry in (*draft.faq, *draft.questions):
        yield _Part(f"{entry.question} {entry.answer}", len(entry.question) + 1)


def _citable(parts: Iterable[_Part], text: str) -> Iterator[tuple[int, int]]:
    """The spans of the sentences that may cite, in the joined text, without the white space at either end."""
    begins = 0
    for part in parts:
        ends = begins + len(part.text)
        if part.citable_from is not None:
            first = begins + part.citable_from
            for start, end in sentences(fold(text[first:ends])):
                words = text[first + start : first + end]
                lead = len(words) - len(words.lstrip())
                yield first + start + lead, first + start + lead + len(words.strip())
        begins = ends + 2


def _mentions(
    text: str, found: Iterable[Match], known: Mapping[Any, Known], licences: Mapping[Hashable, str]
) -> tuple[Mention, ...]:
    """Each record once, in order of appearance, under the name first written."""
    seen: dict[Any, Mention] = {}
    slugs = dict(Record.objects.values_list("pk", "slug"))
    said = dict(AIModel.objects.exclude(licence="").values_list("pk", "licence"))
    for match in found:
        if match.record not in seen:
            record = known[match.record]
            parent = known[record.parent].name if record.parent in known else cast(str | None, record.parent)
            words = text[match.start : match.end]
            licence = None if match.record in said else licences.get(match.record)
            seen[match.record] = Mention(words, record.kind, slugs.get(match.record), parent, licence)
    return tuple(seen.values())


_OWNED = (Ownership.Type.PARENT, Ownership.Type.MAJORITY, Ownership.Type.CONTROLLED_BY_CONTRACT)


def known_records() -> dict[Any, Known]:
    """Every record by id, with its parent's: a model's family or developer, a product's owner. Five queries."""
    owned = Ownership.objects.filter(type__in=_OWNED, until="")
    parents: dict[int, int] = dict(owned.values_list("owned_id", "owner_id"))
    parents |= dict(Product.objects.values_list("pk", "owner_id"))
    parents |= dict(ModelFamily.objects.values_list("pk", "developer_id"))
    for pk, family, developer in AIModel.objects.values_list("pk", "family_id", "developer_id"):
        parents[pk] = family or developer
    rows = Record.objects.values_list("pk", "name", "kind")
    return {pk: Known(name, kind, parents.get(pk)) for pk, name, kind in rows}
