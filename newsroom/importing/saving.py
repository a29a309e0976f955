"""From a text file to a draft in the admin: understanding it, showing what was understood, saving it.

`understand` changes nothing. `save` makes the draft, its suggestions and the readers' questions in one
transaction; nothing of it is public until an editor publishes.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify

from articles.bodies import clean, plain
from articles.models import Article, Author, Suggestion, Topic
from articles.models.article import Byline, FAQEntry
from articles.revisions import save_revision
from changes import addresses
from companies.mentions import Match, Matcher, Name
from companies.models import AIModel, ModelFamily, Product, Record
from companies.naming import names
from newsroom.importing import composing
from newsroom.importing.draft import Answered, Callout, Draft, ListBlock, Paragraph
from newsroom.importing.reading import read
from newsroom.importing.recognising import (
    Figure,
    Known,
    Release,
    find_figures,
    find_releases,
    merge,
    propose_records,
)
from questions.answering import answer
from questions.models import Question


class AlreadyImported(ValueError):
    """The same file was imported before; `article` is the draft that came of it."""

    def __init__(self, article: Article) -> None:
        super().__init__(f"This file was imported before, as “{article.headline}”; nothing was changed.")
        self.article = article


@dataclass(frozen=True, slots=True)
class Mention:
    """A record that the text names: an existing one, or a new one with its kind and parent guessed."""

    name: str
    kind: str
    record: str | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class Understood:
    """All that was understood of a file; figures and releases as plain data, as the JSON form has them."""

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
            "facts": list(self.figures),
            "releases": list(self.releases),
            "unplaced": list(self.draft.unplaced),
        }


def _figure(figure: Figure, text: str, known: Mapping[Any, Known]) -> dict[str, Any]:
    """A figure as plain data; value and high as decimal strings, its subject by name."""
    return {
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
    Raises newsroom.importing.reading.Unreadable.
    """
    draft = read(data)
    text = "\n\n".join(_texts(draft))
    held = names()
    known = _known()
    proposed = propose_records(text, Matcher(held).find(text), known)
    keys = {record.name: key for key, record in known.items()}
    known |= {p.name: Known(p.name, p.kind, keys.get(p.parent or "", p.parent)) for p in proposed}
    found = Matcher([*held, *(Name(p.name, p.name) for p in proposed)]).find(text)
    figures = merge(find_figures(text, found, known=known, dated=dated))
    releases = find_releases(text, found, known=known, dated=dated)
    return Understood(
        draft=draft,
        digest=hashlib.sha256(data).hexdigest(),
        dated=dated,
        mentions=_mentions(text, found, known),
        figures=tuple(_figure(figure, text, known) for figure in figures),
        releases=tuple(_release(release, known) for release in releases),
    )


class NotSaved(ValueError):
    """The draft cannot be saved as it is; the message says what is missing."""


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
    Raises AlreadyImported for a file that was imported before, NotSaved for a text without a title.
    """
    before = Article.objects.filter(imported_as=understood.digest).first()
    if before is not None:
        raise AlreadyImported(before)
    draft = understood.draft
    headline = plain(title or draft.title)[:200]
    if not headline:
        raise NotSaved("The text has no title; its first line should be one.")
    chosen = list(topics)
    article = Article.objects.create(
        headline=headline,
        slug=slug or suggest_slug(headline),
        standfirst=standfirst or draft.standfirst,
        body=clean(composing.body(draft)),
        closing=draft.closing.text if draft.closing else "",
        closing_topic=chosen[0] if chosen and draft.closing else _topic_of(draft),
        dated=understood.dated,
        imported_as=understood.digest,
        created_by=by,
    )
    if author is not None:
        Byline.objects.create(article=article, author=author)
    article.topics.set(chosen)
    FAQEntry.objects.bulk_create(
        FAQEntry(
            article=article,
            position=n,
            question=entry.question[:300],
            answer=composing.paragraph(entry.answer),
        )
        for n, entry in enumerate(draft.faq)
    )
    _keep_questions(draft, article, by)
    Suggestion.objects.bulk_create(_suggestions(understood, article))
    save_revision(article, by=by, why="Imported")
    return article


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
            text=entry.question[:500],
            slug=slugify(entry.question)[:80].strip("-") or "question",
            asker=entry.asker[:80],
            article=article,
        )
        if entry.answer:
            answer(question, text=composing.paragraph(entry.answer), by=by)


def _suggestions(understood: Understood, article: Article) -> Iterator[Suggestion]:
    """What an editor must decide: records, figures, releases, and where the closing line leads."""
    kinds = Suggestion.Kind
    for mention in understood.mentions:
        payload = {
            "kind": mention.kind,
            "record": mention.record,
            "parent": mention.parent,
            "name": mention.name,
        }
        if mention.record is None:
            yield Suggestion(article=article, kind=kinds.RECORD, text=mention.name[:300], payload=payload)
    for figure in understood.figures:
        yield Suggestion(article=article, kind=kinds.FACT, text=figure["text"][:300], payload=figure)
    for release in understood.releases:
        yield Suggestion(article=article, kind=kinds.RELEASE, text=release["model"][:300], payload=release)
    closing = understood.draft.closing
    if closing and closing.topic and article.closing_topic is None:
        yield Suggestion(
            article=article, kind=kinds.LINK, text=closing.topic[:300], payload={"topic": closing.topic}
        )


def _texts(draft: Draft) -> Iterator[str]:
    """Every text of a draft that can name something, in reading order."""
    yield draft.title
    yield draft.standfirst
    for section in draft.sections:
        if section.heading:
            yield section.heading
        for block in section.blocks:
            match block:
                case ListBlock(items=items):
                    yield from items
                case _:
                    yield block.text
    for entry in (*draft.faq, *draft.questions):
        yield f"{entry.question} {entry.answer}"


def _mentions(text: str, found: Iterable[Match], known: Mapping[Any, Known]) -> tuple[Mention, ...]:
    """Each record once, in order of appearance, under the name first written."""
    seen: dict[Any, Mention] = {}
    slugs = dict(Record.objects.values_list("pk", "slug"))
    for match in found:
        if match.record not in seen:
            record = known[match.record]
            parent = known[record.parent].name if record.parent in known else cast(str | None, record.parent)
            words = text[match.start : match.end]
            seen[match.record] = Mention(words, record.kind, slugs.get(match.record), parent)
    return tuple(seen.values())


def _known() -> dict[Any, Known]:
    """Every record by id, with its parent's: a model's family or developer, a product's owner. Four queries."""
    parents: dict[int, int] = dict(Product.objects.values_list("pk", "owner_id"))
    parents |= dict(ModelFamily.objects.values_list("pk", "developer_id"))
    for pk, family, developer in AIModel.objects.values_list("pk", "family_id", "developer_id"):
        parents[pk] = family or developer
    rows = Record.objects.values_list("pk", "name", "kind")
    return {pk: Known(name, kind, parents.get(pk)) for pk, name, kind in rows}
