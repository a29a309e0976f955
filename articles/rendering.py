"""An edition as readers see it: its frozen words, with today's state of each figure and links laid over."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from articles.layout import Layout
from articles.models import Edition, EditionRecord, EditionTopic
from companies.dates import in_words
from companies.models import Record, address
from facts.models.fact import told_apart
from facts.watching import Standing, cited_by, near_those_cited_by, standings, weighed
from prepared import Prepared

#: What is said aloud of a figure besides its line.
SPOKEN = {
    "superseded": "a better value exists",
    "withdrawn": "withdrawn",
    "newer": "a newer value exists",
    "due": "its time has come",
    "review": "to be looked at again",
    "current": "current",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows of an edition besides its own columns."""

    body: SafeString
    faq: list[dict[str, Any]]
    records: list[dict[str, str]]
    newer: int
    read_next: list[dict[str, Any]]


def show(edition: Edition, *, at: datetime | None = None) -> Page:
    """The page of an edition. At most five queries, whatever it cites and names.

    Only records that are public are linked: those that the edition used when it was published are, since
    it is live; later ones are asked for.
    """
    at = at or timezone.now()
    facts, notes = _facts(edition, at)
    records = _records(edition, at)
    laid = Laid(facts, notes, {record["id"]: record["url"] for record in records})
    return Page(
        body=laid.out(edition.layout.get("body", [])),
        faq=[
            {"question": entry["question"], "answer": laid.out(layout)}
            for entry, layout in zip(edition.faq, edition.layout.get("faq", []), strict=False)
        ],
        records=records,
        newer=sum(standing.state in {"newer", "superseded"} for standing in facts.values()),
        read_next=_read_next(edition, at),
    )


@dataclass(frozen=True, slots=True)
class Laid:
    """Fills the slots of layouts with the state of the figures and the links to records."""

    facts: dict[int, Standing]
    notes: dict[int, dict[str, Any]]
    links: dict[int, str]

    def out(self, layout: Layout) -> SafeString:
        """The HTML of a layout. Its strings were sanitised before they were cut; what is filled in is escaped."""
        return mark_safe("".join(piece if isinstance(piece, str) else self._slot(piece) for piece in layout))  # noqa: S308

    def _slot(self, slot: list[Any]) -> str:
        match slot:
            case ["r", record, words]:
                url = self.links.get(record)
                return f'<a href="{escape(url)}">{words}</a>' if url else words
            case ["f", fact, number, words]:
                standing = self.facts.get(fact)
                return self._figure(standing, number, words) if standing else words
            case ["n", numbers]:
                shown = [self.notes[n] for n in numbers if n in self.notes]
                return _notes_html(shown) if shown else ""
        raise ValueError(f"a layout has no slot {slot!r}")

    def _figure(self, standing: Standing, number: int, words: str) -> str:
        nature = standing.fact["nature"]
        line = _line(standing)
        mark = "↑" if standing.newer else ""
        spoken = f"{nature}, {SPOKEN[standing.state]}; source note {number}"
        newer = " cite-newer" if standing.newer else ""
        return (
            f'<a class="cite cite-{line}{newer}" href="#note-{number}">'
            f'<data value="fact:{standing.fact["id"]}">{words}</data>'
            f'<sup>{number}{mark}</sup><span class="vh"> ({spoken})</span></a>'
        )


def _line(standing: Standing) -> str:
    """How a figure is underlined: by its nature, or as disputed."""
    return "disputed" if standing.disputed else str(standing.fact["nature"])


def _facts(edition: Edition, at: datetime) -> tuple[dict[int, Standing], dict[int, dict[str, Any]]]:
    """The standing of the facts that an edition cites, by id, and their notes, by number. Two queries."""
    cited = _cited(edition.pk, at)
    if not cited:
        return {}, {}
    facts = weighed(cited, _near(edition.pk, at), at=at)
    return facts, {row["position"]: _note(row["position"], facts[row["id"]]) for row in cited}


def _note(number: int, standing: Standing) -> dict[str, Any]:
    """What a source note says, for its template."""
    fact = standing.fact
    state = "disputed" if standing.disputed else standing.state
    if state == "current" and fact["nature"] == "forecast":
        state = "forecast"
    return {
        "number": number,
        "id": fact["id"],
        "state": state,
        "nature": fact["nature"],
        "shown": standing.shown,
        "subject": fact["subject__name"],
        "metric": fact["metric__name"],
        "as_of_words": in_words(fact["as_of"]) if fact["as_of"] else fact["as_of_words"],
        "source_title": fact["source__title"],
        "source_publisher": fact["source__publisher"],
        "source_url": fact["source__url"],
        "archived_url": fact["source__archived_url"],
        "quotation": fact["quotation"],
        "scope": told_apart(fact["scope_id"], fact["dimensions"]),
        "url": f"/facts/{fact['id']}/",
        "rivals": standing.rivals,
        "newer_shown": standing.newer_shown,
        "newer_as_of": in_words(standing.newer["as_of"])
        if standing.newer and standing.newer.get("as_of")
        else "",
        "newer_url": f"/facts/{standing.newer['id']}/" if standing.newer else "",
    }


def _notes_html(notes: list[dict[str, Any]]) -> str:
    """The notes of a paragraph; the same notes are put together once in each worker."""
    return _notes_kept(tuple(tuple(note.items()) for note in notes))


@lru_cache(maxsize=4096)
def _notes_kept(notes: tuple[tuple[tuple[str, Any], ...], ...]) -> str:
    template: Any = get_template("articles/components/notes.html")
    return str(template.template.render(Context({"notes": [dict(note) for note in notes]})))


def _records(edition: Edition, at: datetime) -> list[dict[str, Any]]:
    """The records that an edition names and the public may see, in order of appearance. One query, or two."""
    rows = _named(edition.pk)
    later = [row["record_id"] for row in rows if not row["frozen"]]
    public = (
        set(Record.objects.public(at).filter(pk__in=later).values_list("pk", flat=True)) if later else set()
    )
    return [
        {
            "id": row["record_id"],
            "kind": row["record__kind"],
            "name": row["record__name"],
            "url": address(row["record__kind"], row["record__slug"]),
        }
        for row in rows
        if row["frozen"] or row["record_id"] in public
    ]


def _read_next(edition: Edition, at: datetime) -> list[dict[str, Any]]:
    """The live editions among what was chosen to read next, in that order. One query."""
    if not edition.read_next:
        return []
    chosen = [*edition.read_next, 0, 0, 0, 0][:4]
    found = {row["article_id"]: row | {"topics": _first_topic(row)} for row in _live_among(at, *chosen)}
    return [found[pk] for pk in edition.read_next if pk in found]


def _first_topic(row: dict[str, Any]) -> list[dict[str, str]]:
    return [{"name": row["topic_name"], "slug": row["topic_slug"]}] if row["topic_slug"] else []


_cited = Prepared(
    lambda pk, at: cited_by("edition_rows__edition", pk, at).annotate(position=F("edition_rows__position")),
    *(int, datetime),
)
_near = Prepared(lambda pk, at: near_those_cited_by("edition_rows__edition", pk, at), int, datetime)
_named = Prepared(
    lambda pk: (
        EditionRecord.objects.filter(edition=pk)
        .order_by("position")
        .values("record_id", "frozen", "record__kind", "record__name", "record__slug")
    ),
    int,
)
_topic_first = EditionTopic.objects.filter(edition=OuterRef("pk"), position=0)
_live_among = Prepared(
    lambda at, *articles: (
        Edition.objects.live(at)
        .filter(article_id__in=articles)
        .order_by()
        .values(
            *("article_id", "slug", "headline", "dated", "kind", "standfirst"),
            topic_name=Subquery(_topic_first.values("topic__name")),
            topic_slug=Subquery(_topic_first.values("topic__slug")),
        )
    ),
    *(datetime, int, int, int, int),
)


def show_figures(edition: Edition, *, at: datetime | None = None) -> list[dict[str, Any]]:
    """The figures of an edition as plain values with their state, in order: for the API. Three queries."""
    rows = list(edition.fact_rows.values_list("fact_id", "words"))
    facts = standings([pk for pk, _ in rows], at=at)
    return [
        {
            **facts[pk].fact,
            "words": words,
            "subject": facts[pk].fact["subject__name"],
            "metric": facts[pk].fact["metric__name"],
            "source": facts[pk].fact["source__title"],
            "state": facts[pk].state,
            "now": facts[pk].newer_shown,
        }
        for pk, words in rows
        if pk in facts
    ]


def show_answers(layouts: list[Layout], *, at: datetime | None = None) -> list[SafeString]:
    """Readers' answers: their figures lead to their own pages, for they have no notes. Two queries at most."""
    cited = {piece[1] for layout in layouts for piece in layout if piece[0] == "f"}
    answered = Answered(standings(cited, at=at), {}, {})
    return [answered.out(layout) for layout in layouts]


class Answered(Laid):
    """Fills the slots of an answer."""

    def _figure(self, standing: Standing, number: int, words: str) -> str:
        return (
            f'<a class="cite cite-{_line(standing)}" href="/facts/{standing.fact["id"]}/">'
            f'<data value="fact:{standing.fact["id"]}">{words}</data>'
            f'<span class="vh"> ({standing.fact["nature"]}, {SPOKEN[standing.state]})</span></a>'
        )
