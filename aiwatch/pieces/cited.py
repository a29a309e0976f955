"""Figures as texts cite them, in every state."""

from typing import Any

from django.utils.safestring import SafeString

from aiwatch.pieces.records import SOURCE, figures
from articles.rendering import Laid
from facts.models import Fact
from facts.watching import COLUMNS, Standing


def laid() -> tuple[SafeString, dict[Any, Any]]:
    """A paragraph with a figure in every state and what became of each beside it; and the same for the page's top."""
    facts = dict(enumerate(_standings(), 1))
    words = {number: f" {standing.state.capitalize()}: " for number, standing in facts.items()}
    pieces: list[Any] = ['<div class="cited"><p>']
    for number, standing in facts.items():
        pieces += [words[number], ["f", number, number, standing.shown], "."]
    pieces += ["</p>", ["n", list(facts)], "</div>"]
    text = Laid(facts)
    return text.out(pieces), text.since()


def _standings() -> list[Standing]:
    known = [_row(fact) for fact in figures()]
    shown, newer = "100 million", "163 million"
    measured, forecast = known[0], known[-1]
    return [
        *(Standing(row, "current", shown) for row in known),
        Standing(measured, "newer", shown, known[1], newer),
        Standing(measured, "superseded", shown, known[1], newer, because=Fact.Reason.BETTER_SOURCE),
        Standing(measured, "superseded", shown, known[1], newer, because=Fact.Reason.OUR_ERROR),
        Standing(measured, "withdrawn", shown, because="The source took it back"),
        Standing(measured, "current", shown, rivals=((1, "90 million"),)),
        Standing(measured, "review", shown),
        Standing(forecast, "due", shown),
        Standing(forecast, "due", shown, measured, newer),
    ]


def _row(fact: Fact) -> dict[str, Any]:
    """A figure as plain values, as a query for COLUMNS would give it."""
    row = {column: getattr(fact, column, None) for column in COLUMNS}
    named = {"subject__name": fact.subject.name, "metric__name": fact.metric.name}
    return (
        row
        | named
        | {
            "source__title": SOURCE.title,
            "source__publisher": SOURCE.publisher,
            "source__url": SOURCE.url,
            "source__archived_url": "https://archive.example.org/shade",
            "quotation": "We count those who come back within thirty days.",
        }
    )
