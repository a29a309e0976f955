"""What became of a cited figure, in sentences for readers: beside it, at the top of its page and in the API."""

from typing import Any, Literal, NamedTuple

from django.utils.translation import gettext, gettext_lazy

from companies.dates import in_words
from facts.models import Fact
from facts.watching import Standing

Kind = Literal["correction", "newer", "withdrawn", "met"]

#: What is said aloud of a figure besides its nature.
SPOKEN: dict[str, Any] = {
    "superseded": gettext_lazy("a better value exists"),
    "withdrawn": gettext_lazy("withdrawn"),
    "newer": gettext_lazy("a newer value exists"),
    "due": gettext_lazy("its time has come"),
    "review": gettext_lazy("to be looked at again"),
    "current": gettext_lazy("current"),
}

#: The same in an article and in an answer.
_GAVE_WRONG: dict[str, Any] = {
    "article": gettext_lazy("Correction: this article gave %(then)s; it is %(now)s."),
    "answer": gettext_lazy("Correction: this answer gave %(then)s; it is %(now)s."),
}
_BETTER: dict[str, Any] = {
    "article": gettext_lazy(
        "A better source exists: %(then)s by the one in this article, %(now)s by the other."
    ),
    "answer": gettext_lazy(
        "A better source exists: %(then)s by the one in this answer, %(now)s by the other."
    ),
}
_SUPERSEDED: dict[Fact.Reason, Any] = {
    Fact.Reason.REVISED: gettext_lazy("Revised by its source: %(then)s then, %(now)s now."),
    Fact.Reason.DEFINITION: gettext_lazy("Its definition changed: %(then)s then, %(now)s now."),
    Fact.Reason.WITHDRAWN: gettext_lazy("Withdrawn by its source: %(then)s then, %(now)s now."),
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
            sentence = str(_gave_way(standing, what) % {"then": then, "now": now})
            if our_error(standing):
                return Told("correction", sentence, gettext("The right figure"))
            return Told("newer", sentence, gettext("The newer figure"))
        case "withdrawn":
            return Told(
                "withdrawn",
                gettext("Withdrawn: %(then)s. %(why)s")
                % {"then": then, "why": _as_sentence(standing.because)},
            )
        case "newer" if standing.newer:
            exists = gettext("A newer figure exists: %(now)s. %(then)s remains true of %(when)s.")
            now += _of(standing.newer)
            said = exists % {"now": now, "then": _capital(then), "when": as_of(standing.fact)}
            return Told("newer", said, gettext("The newer figure"))
        case "due" if standing.newer:
            measured = Fact.Nature(standing.newer["nature"]).label
            of = _of(standing.newer) if standing.newer["as_of"] != standing.fact["as_of"] else ""
            came = gettext("Forecast for %(when)s: %(then)s. %(nature)s: %(now)s.")
            told_of = {"when": as_of(standing.fact), "then": then, "nature": f"{measured}{of}", "now": now}
            return Told("met", came % told_of, gettext("What it came to"))
    return None


def _gave_way(standing: Standing, what: str) -> Any:
    reason = Fact.Reason(standing.because)
    if reason == Fact.Reason.OUR_ERROR:
        return _GAVE_WRONG[what]
    return _BETTER[what] if reason == Fact.Reason.BETTER_SOURCE else _SUPERSEDED[reason]


def our_error(standing: Standing) -> bool:
    """Whether a figure was wrong because of us, which readers are told as a correction."""
    return standing.state == "superseded" and standing.because == Fact.Reason.OUR_ERROR


def spoken(standing: Standing) -> str:
    """How it is known and how it stands, for those who hear the page."""
    state = str(SPOKEN[standing.state])
    if our_error(standing):
        state = gettext("corrected since")
    elif standing.state == "due" and standing.newer:
        state = gettext("its time has come, a measured value exists")
    said = {"nature": str(Fact.Nature(standing.fact["nature"]).label).lower(), "state": state}
    how = (
        gettext("%(nature)s, disputed, %(state)s") if standing.disputed else gettext("%(nature)s, %(state)s")
    )
    return how % said


def as_of(row: dict[str, Any]) -> str:
    """The time that a figure speaks of, in words."""
    return in_words(row["as_of"]) if row["as_of"] else row["as_of_words"] or gettext("its time")


def _of(row: dict[str, Any]) -> str:
    return f"{gettext(', ')}{in_words(row['as_of'])}" if row["as_of"] else ""


def _as_sentence(text: str) -> str:
    return _capital(text if text.endswith((".", "!", "?", "。")) else f"{text}.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
