"""A working copy as the checklist reads it: its texts as they would be published, and what they cite and name."""

from functools import cached_property
from typing import NamedTuple

from articles import bodies
from articles.models import Article
from companies.naming import matcher
from facts.models import Fact


class Part(NamedTuple):
    """A sanitised text of an article, the field of the form it is written in, and what editors call it."""

    field: str
    place: str
    html: str


class Draft:
    """Reads each thing once, and only when it is asked for."""

    def __init__(self, article: Article) -> None:
        self.article = article

    @cached_property
    def parts(self) -> list[Part]:
        """The body and the answers of the FAQ. One query."""
        entries = enumerate(self.article.faq.all())
        return [
            Part("body", "Body", bodies.clean(self.article.body)),
            *(
                Part(f"faq-{n}-answer", f"FAQ: {entry.question}", bodies.clean(entry.answer))
                for n, entry in entries
            ),
        ]

    @cached_property
    def citations(self) -> list[tuple[Part, bodies.Citation]]:
        """The figures that cite a fact, each with where it stands, in order."""
        return [(part, cited) for part in self.parts for cited in bodies.citations(part.html)]

    @cached_property
    def facts(self) -> dict[int, Fact]:
        """The facts that are cited and that exist, with their sources, by id. One query."""
        ids = {cited.fact for _, cited in self.citations}
        found: dict[int, Fact] = Fact.objects.with_story().in_bulk(ids) if ids else {}
        return found

    @cached_property
    def records(self) -> set[int]:
        """The records that become public with it: those it names and those its figures are about. Two queries."""
        article, names = self.article, matcher()
        texts = [article.headline, article.standfirst, *(bodies.text_of(part.html) for part in self.parts)]
        named = {match.record for text in texts for match in names.find(text)}
        return named | {fact.subject_id for fact in self.facts.values()}
