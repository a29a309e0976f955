"""An edition as readers see it: its frozen words, with today's state of each figure and links laid over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any

from django.db.models import F
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from articles import reading_next
from articles.layout import Layout
from articles.mentioned import Mentioned, mentioned
from articles.models import Edition, EditionRecord
from articles.picturing import Row, picture, shown_by, social
from articles.telling import Kind, as_of, spoken, told
from companies.models import Record, address
from facts.models import Fact
from facts.models.fact import told_apart
from facts.watching import Standing, cited_by, near_those_cited_by, standings, weighed
from prepared import Prepared

#: What a page says of a record wherever it names one.
NAMED = ("id", "kind", "name", "native_name", "native_language", "slug")
#: A picture of which nothing is known.
PLAIN = '<img src="{}" alt="{}" loading="lazy">'


@dataclass(frozen=True, slots=True)
class Line:
    """One figure that does not stand as it did, for the list at the top of the page."""

    number: int
    about: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows of an edition besides its own columns."""

    lead: SafeString | str
    social: dict[str, Any]
    body: SafeString
    faq: list[dict[str, Any]]
    mentioned: Mentioned
    since: dict[Kind, list[Line]]
    sources: list[dict[str, Any]]
    read_next: list[dict[str, Any]]


def show(edition: Edition, *, at: datetime | None = None) -> Page:
    """The page of an edition. At most eleven queries, whatever it cites, names and shows.

    Only records that are public are linked: those that the edition used when it was published are, since
    it is live; later ones are asked for.
    """
    at = at or timezone.now()
    near = reading_next.kept_for(edition, at)
    return put_together(edition, _facts(edition, at), _records(edition, at), shown_by(edition), near, at=at)


def put_together(
    edition: Edition,
    facts: dict[int, Standing],
    records: list[dict[str, Any]],
    pictures: dict[int, Row],
    read_next: list[dict[str, Any]],
    *,
    at: datetime,
) -> Page:
    """The page of an edition from the figures it cites, the records it names, its pictures and what to read next.

    At most five queries.
    """
    lead = pictures.get(edition.lead_image_id) if edition.lead_image_id else None
    laid = Laid(facts, {record["id"]: record["url"] for record in records}, pictures=pictures)
    body = laid.out(edition.layout.get("body", []))
    faq = [
        {"question": entry["question"], "answer": laid.out(layout)}
        for entry, layout in zip(edition.faq, edition.layout.get("faq", []), strict=False)
    ]
    return Page(
        lead=picture(lead, "wide", edition.lead_image_alt, at_once=True) if lead else "",
        social=social(lead) if lead else {},
        body=body,
        faq=faq,
        mentioned=mentioned(records, at),
        since=laid.since(),
        sources=_sources(facts.values()),
        read_next=read_next,
    )


@dataclass(slots=True)
class Laid:
    """Fills the slots of layouts with the state of the figures, the links to records and the pictures.

    what: what cites the figures, as readers call it. prefix: what keeps its ids apart from others on its page.
    """

    facts: dict[int, Standing]
    links: dict[int, str] = field(default_factory=dict)
    what: str = "article"
    prefix: str = ""
    pictures: dict[int, Row] = field(default_factory=dict)
    numbered: dict[int, Standing] = field(default_factory=dict)
    places: int = 0

    def out(self, layout: Layout) -> SafeString:
        """The HTML of a layout. Its strings were sanitised before they were cut; what is filled in is escaped."""
        return mark_safe("".join(piece if isinstance(piece, str) else self._slot(piece) for piece in layout))  # noqa: S308

    def since(self) -> dict[Kind, list[Line]]:
        """What became of the figures of all layouts that were put out, in their order, by the sort of news."""
        lines: dict[Kind, list[Line]] = {}
        for number, standing in self.numbered.items():
            if news := told(standing, what=self.what):
                about = _about(standing.fact)
                lines.setdefault(news.kind, []).append(Line(number, about, news.sentence))
        return lines

    def _slot(self, slot: list[Any]) -> str:
        match slot:
            case ["r", record, words]:
                url = self.links.get(record)
                return f'<a href="{escape(url)}">{words}</a>' if url else words
            case ["f", fact, number, words]:
                standing = self.facts.get(fact)
                return self._figure(standing, number, words) if standing else words
            case ["p", image, address, alt]:
                row = self.pictures.get(image)
                return picture(row, "whole", alt) if row else format_html(PLAIN, address, alt)
            case ["n", numbers]:
                return (
                    "".join(['<div class="notes">', *lines, "</div>"])
                    if (lines := self._lines(numbers))
                    else ""
                )
        raise ValueError(f"a layout has no slot {slot!r}")

    def _figure(self, standing: Standing, number: int, words: str) -> str:
        """A figure with its note. The first mention is where the top of the page leads to."""
        self.places += 1
        place = "" if number in self.numbered else f"{self.prefix}figure-{number}"
        self.numbered.setdefault(number, standing)
        return _figure_kept(
            _hashable(standing),
            number,
            words,
            place,
            f"{self.prefix}note-{self.places}",
            self.what,
            get_language(),
        )

    def _lines(self, numbers: list[int]) -> list[str]:
        """What became of the figures of the paragraph above that do not stand as they did."""
        standings = [(number, self.numbered[number]) for number in numbers if number in self.numbered]
        return [
            _line_kept(_hashable(standing), number, self.what, get_language())
            for number, standing in standings
            if standing.newer or standing.state == "withdrawn"
        ]


def _hashable(standing: Standing) -> tuple[Any, ...]:
    fact, state, shown, newer, *rest = standing
    return tuple(fact.items()), state, shown, newer and tuple(newer.items()), *rest


def _sources(facts: Iterable[Standing]) -> list[dict[str, Any]]:
    """What the figures that an edition cites rest on, each once."""
    told = {standing.fact["source_id"]: standing.fact for standing in facts}
    return [
        {
            "page": f"/sources/{fact['source_id']}/",
            "title": fact["source__title"],
            "publisher": fact["source__publisher"],
            "url": fact["source__url"],
        }
        for fact in told.values()
    ]


def _from_hashable(kept: tuple[Any, ...]) -> Standing:
    fact, state, shown, newer, *rest = kept
    return Standing(dict(fact), state, shown, newer and dict(newer), *rest)


@lru_cache(maxsize=4096)
def _figure_kept(
    kept: tuple[Any, ...], number: int, words: str, place: str, note: str, what: str, _interface: str | None
) -> str:
    """A figure and its note in the interface’s language; the same are put together once in each worker."""
    standing = _from_hashable(kept)
    about = {"number": number, "words": mark_safe(words), "place": place, "note": note}  # noqa: S308
    return _put("figure", about | _described(standing, what))


@lru_cache(maxsize=4096)
def _line_kept(kept: tuple[Any, ...], number: int, what: str, _interface: str | None) -> str:
    standing = _from_hashable(kept)
    return _put("news", {"number": number, "standing": standing, "news": told(standing, what=what)})


def _put(template: str, about: dict[str, Any]) -> str:
    found: Any = get_template(f"articles/components/{template}.html")
    return str(found.template.render(Context(about))).rstrip("\n")


def _described(standing: Standing, what: str) -> dict[str, Any]:
    """What a figure's templates say of it."""
    fact = standing.fact
    return {
        "fact": fact,
        "standing": standing,
        "line": "disputed" if standing.disputed else fact["nature"],
        "known": _known(standing),
        "subject": fact["subject__name"],
        "metric": _within(fact["metric__name"]),
        "publisher": fact["source__publisher"],
        "source": fact["source__title"],
        "source_url": fact["source__url"],
        "archived_url": fact["source__archived_url"],
        "scope": told_apart(fact["scope_id"], fact["dimensions"]),
        "spoken": spoken(standing),
        "news": told(standing, what=what),
    }


def _known(standing: Standing) -> str:
    """How a figure is known, of what time, and whether sources disagree: “Measured, 2024”, “Forecast for 2030”."""
    fact = standing.fact
    known = str(Fact.Nature(fact["nature"]).label)
    if fact["as_of"] or fact["as_of_words"]:
        forecast = fact["nature"] == Fact.Nature.FORECAST
        how = gettext("%(nature)s for %(when)s") if forecast else gettext("%(nature)s, %(when)s")
        known = how % {"nature": known, "when": as_of(fact)}
    return gettext("%(known)s; sources disagree") % {"known": known} if standing.disputed else known


def _about(fact: dict[str, Any]) -> str:
    """What a figure is of: “Umbra Chat: monthly active users, app only”."""
    metric = f"{fact['subject__name']}: {_within(fact['metric__name'])}"
    return ", ".join(filter(None, (metric, told_apart(fact["scope_id"], fact["dimensions"]))))


def _within(name: str) -> str:
    """A metric's name within a sentence: “monthly active users”, but “Harbour Bench”."""
    return name.lower() if name[1:].islower() else name


def _facts(edition: Edition, at: datetime) -> dict[int, Standing]:
    """The standing of the facts that an edition cites, by id. Two queries."""
    cited = _cited(edition.pk)
    return weighed(cited, _near(edition.pk, at), at=at) if cited else {}


def _records(edition: Edition, at: datetime) -> list[dict[str, Any]]:
    """The records that an edition names and the public may see, in order of appearance. One query, or two."""
    rows = _named(edition.pk)
    later = [row["record_id"] for row in rows if not row["frozen"]]
    public = (
        set(Record.objects.public(at).filter(pk__in=later).values_list("pk", flat=True)) if later else set()
    )
    return [
        told_of({name: row[f"record__{name}"] for name in NAMED}, row["times"])
        for row in rows
        if row["frozen"] or row["record_id"] in public
    ]


def told_of(record: dict[str, Any], times: int) -> dict[str, Any]:
    """A record as the page names it, from its columns NAMED. times: how often the text does."""
    return record | {"url": address(record["kind"], record["slug"]), "times": times}


_cited = Prepared(lambda pk: cited_by("edition_rows__edition", pk), int)
_near = Prepared(lambda pk, at: near_those_cited_by("edition_rows__edition", pk, at), int, datetime)
#: Each with the words that cite it.
_cited_in_order = Prepared(
    lambda pk: (
        cited_by("edition_rows__edition", pk)
        .order_by("edition_rows__position")
        .annotate(words=F("edition_rows__words"))
    ),
    int,
)
_named = Prepared(
    lambda pk: (
        EditionRecord.objects.filter(edition=pk)
        .order_by("position")
        .values("record_id", "frozen", "times", *(f"record__{name}" for name in NAMED))
    ),
    int,
)


def show_figures(edition: Edition, *, at: datetime | None = None) -> list[dict[str, Any]]:
    """The figures of an edition as plain values with their state, in order: for the API. Two queries."""
    at = at or timezone.now()
    cited = _cited_in_order(edition.pk)
    facts = weighed(cited, _near(edition.pk, at), at=at) if cited else {}
    return [as_values(facts[row["id"]]) for row in cited]


def as_values(standing: Standing) -> dict[str, Any]:
    """A cited fact with its state as plain values, for the API."""
    fact, newer, news = standing.fact, standing.newer, told(standing)
    return {
        **fact,
        "subject": fact["subject__name"],
        "metric": fact["metric__name"],
        "source": fact["source__title"],
        "state": standing.state,
        "because": standing.because,
        "shown": standing.shown,
        "now": standing.newer_shown,
        "now_as_of": newer["as_of"] if newer else "",
        "now_fact": newer["id"] if newer else None,
        "news": news.sentence if news else "",
    }


def figures_of(layouts: Iterable[Layout], *, at: datetime) -> dict[int, Standing]:
    """The standing of the facts that layouts cite, by id. Two queries at most."""
    slots = (piece for layout in layouts for piece in layout if not isinstance(piece, str))
    return standings({slot[1] for slot in slots if slot[0] == "f"}, at=at)


def show_answers(layouts: Sequence[Layout], facts: dict[int, Standing]) -> list[SafeString]:
    """Readers' answers, each with its figures as an article has them; facts: their standing (`figures_of`)."""
    return [
        Laid(facts, what="answer", prefix=f"answer-{number}-").out(layout)
        for number, layout in enumerate(layouts, 1)
    ]
