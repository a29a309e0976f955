"""What became of a cited figure, in sentences for readers: beside it, at the top of its page and in the API."""

from typing import Any, Literal, NamedTuple

from companies.dates import in_words
from facts.models import Fact
from facts.watching import Standing

Kind = Literal["correction", "newer", "withdrawn", "met"]

#: What is said aloud of a figure besides its nature.
SPOKEN = {
    "superseded": "a better value exists",
    "withdrawn": "withdrawn",
    "newer": "a newer value exists",
    "due": "its time has come",
    "review": "to be looked at again",
    "current": "current",
}

_SUPERSEDED = {
    Fact.Reason.OUR_ERROR: "Correction: this {what} gave {then}; it is {now}.",
    Fact.Reason.REVISED: "Revised by its source: {then} then, {now} now.",
    Fact.Reason.BETTER_SOURCE: "A better source exists: {then} by the one in this {what}, {now} by the other.",
    Fact.Reason.DEFINITION: "Its definition changed: {then} then, {now} now.",
    Fact.Reason.WITHDRAWN: "Withdrawn by its source: {then} then, {now} now.",
}


class Told(NamedTuple):
    """What readers of a figure have to know, what sort of news it is, and what the link to today's value says."""

    kind: Kind
    sentence: str
    link: str = ""


def told(standing: Standing, *, what: str = "article") -> Told | None:
    """What became of a figure since it was cited; None where it stands, or nothing is known of it yet.

    what: what cites it, as readers call it.
    """
    then, now = standing.shown, standing.newer_shown
    match standing.state:
        case "superseded":
            sentence = _SUPERSEDED[Fact.Reason(standing.because)].format(what=what, then=then, now=now)
            if our_error(standing):
                return Told("correction", sentence, "The right figure")
            return Told("newer", sentence, "The newer figure")
        case "withdrawn":
            return Told("withdrawn", f"Withdrawn: {then}. {_as_sentence(standing.because)}")
        case "newer" if standing.newer:
            exists = f"A newer figure exists: {now}{_of(standing.newer)}."
            return Told(
                "newer",
                f"{exists} {_capital(then)} remains true of {as_of(standing.fact)}.",
                "The newer figure",
            )
        case "due" if standing.newer:
            measured = Fact.Nature(standing.newer["nature"]).label
            of = _of(standing.newer) if standing.newer["as_of"] != standing.fact["as_of"] else ""
            forecast = f"Forecast for {as_of(standing.fact)}: {then}."
            return Told("met", f"{forecast} {measured}{of}: {now}.", "What it came to")
    return None


def our_error(standing: Standing) -> bool:
    """Whether a figure was wrong because of us, which readers are told as a correction."""
    return standing.state == "superseded" and standing.because == Fact.Reason.OUR_ERROR


def spoken(standing: Standing) -> str:
    """How it is known and how it stands, for those who hear the page."""
    state = SPOKEN[standing.state]
    if our_error(standing):
        state = "corrected since"
    elif standing.state == "due" and standing.newer:
        state += ", a measured value exists"
    disputed = ", disputed" if standing.disputed else ""
    return f"{standing.fact['nature']}{disputed}, {state}"


def as_of(row: dict[str, Any]) -> str:
    """The time that a figure speaks of, in words."""
    return in_words(row["as_of"]) if row["as_of"] else row["as_of_words"] or "its time"


def _of(row: dict[str, Any]) -> str:
    return f", {in_words(row['as_of'])}" if row["as_of"] else ""


def _as_sentence(text: str) -> str:
    return _capital(text if text.endswith((".", "!", "?", "。")) else f"{text}.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
