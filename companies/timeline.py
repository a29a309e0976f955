"""Models on a timeline: a lane for each family, a dot or a bar for when each was released or is expected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext

from companies.models import AIModel, Record
from companies.timescale import Tick, Timescale

Status = AIModel.Status

LANES = 12  # drawn at most; the table has every model
TOP, LANE, NAMES, ROW = (
    26,
    74,
    61,
    17,
)  # pixels: above the lanes, of a lane, down to its names, of another row
LONGEST = 24  # letters of a name
NARROW, WIDE = 2.3, 0.8  # per cent of the width that a letter takes on a narrow page and on a wide one


class Window(NamedTuple):
    """The days in which a model was or is to be released, and the same in words."""

    first: date
    last: date
    words: str


class Spot(NamedTuple):
    """A model where it lies. `state` is out, gone (withdrawn), win (expected) or over (overdue).

    label: None where it is not written, "t-more" only where the page is wide, "" always; row: of names.
    """

    model: AIModel
    words: str
    left: float
    right: float
    one_day: bool
    state: str
    label: str | None = None
    row: int = 0

    @property
    def name(self) -> str:
        """The version where it has one: the lane says the rest."""
        return Truncator(self.model.version or self.model.name).chars(LONGEST)

    @property
    def middle(self) -> float:
        """Where its dot and its name stand."""
        return round((self.left + self.right) / 2, 2)

    @property
    def anchor(self) -> str:
        """How its name stands at its dot, so that no edge cuts it: in the middle, before it or behind it."""
        half = len(self.name) * (WIDE if self.label else NARROW) / 2
        return "t-end" if self.middle + half > 100 else "t-mid" if self.middle >= half else ""

    @property
    def box(self) -> str:
        """The style of its bar."""
        return "was" if self.state == "gone" else self.state

    @property
    def words_at(self) -> int:
        """Where its name stands in its lane, in pixels."""
        return NAMES + self.row * ROW

    @property
    def width(self) -> float:
        """How vague it is."""
        return round(self.right - self.left, 2)


class Lane(NamedTuple):
    """The models of one family; `top` in pixels."""

    name: str
    what: str
    spots: list[Spot]
    top: int
    rows: int

    @property
    def height(self) -> int:
        """Pixels that it takes."""
        return LANE + self.rows * ROW

    @property
    def released(self) -> list[Spot]:
        """Those that the line runs through."""
        return [spot for spot in self.spots if spot.state == "out"]


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the drawing needs, and what it says in words."""

    title: str
    described: str
    lanes: list[Lane]
    ticks: list[Tick]
    today: float | None
    height: int
    left_out: int


def timeline(models: Iterable[AIModel], families: Iterable[Record], *, today: date) -> Timeline | None:
    """Models by the days of their releases, or of the latest claim; None where fewer than two have a day.

    models: with their claims prefetched. families: those that may be named.
    """
    models = list(models)
    dated = [(model, window) for model in models if (window := _window(model))]
    if len(dated) < 2:
        return None
    scale = Timescale.over((day for _, window in dated for day in window[:2]), most=5)
    spots = [_spot(model, window, scale, today) for model, window in dated]
    lanes = _lanes(spots, {family.pk: family for family in families})
    return Timeline(
        title=_finding(spots, len(lanes), min(window.first for _, window in dated).year),
        described=_described(spots),
        lanes=lanes,
        ticks=scale.ticks,
        today=scale.at(today) if scale.first <= today < scale.last else None,
        height=lanes[-1].top + lanes[-1].height,
        left_out=len(models) - sum(len(lane.spots) for lane in lanes),
    )


def _window(model: AIModel) -> Window | None:
    """When it was released, else what the latest claim says; an open end is closed by the other."""
    first, last = model.released_earliest, model.released_latest
    words = model.released_in_words
    claims: list[Any] = list(model.claims.all())
    if not (first or last) and claims:
        first, last, words = claims[-1].window_earliest, claims[-1].window_latest, claims[-1].window_in_words
        first = first or (last and min(claims[-1].claimed_on, last))  # said to come from that day on
    if first is None and last is None:
        return None
    return Window(first or last, last or first, words)


def _spot(model: AIModel, window: Window, scale: Timescale, today: date) -> Spot:
    if model.status in (Status.RELEASED, Status.WITHDRAWN):
        state = "out" if model.status == Status.RELEASED else "gone"
    else:
        state = "over" if window.last < today else "win"
    one_day = window.first == window.last
    return Spot(model, window.words, *scale.window(*window[:2]), one_day, state)


def _lanes(spots: list[Spot], families: dict[int, Record]) -> list[Lane]:
    """By the family's latest model; models without a family that may be named come last."""
    by_family: dict[int | None, list[Spot]] = {}
    for spot in sorted(spots, key=lambda spot: (spot.left, spot.right)):
        family = spot.model.family_id
        by_family.setdefault(family if family in families else None, []).append(spot)
    order = sorted(by_family, key=lambda pk: (pk is None, -by_family[pk or pk][-1].left))
    lanes: list[Lane] = []
    top = TOP
    for pk in order[:LANES]:
        family = families.get(pk) if pk else None
        named = _labelled(by_family[pk])
        rows = max(spot.row for spot in named)
        what = getattr(family, "what", "") if family else ""
        lanes.append(
            Lane(Truncator(family or gettext("Other models")).chars(LONGEST), what, named, top, rows)
        )
        top += lanes[-1].height
    return lanes


def _labelled(spots: list[Spot]) -> list[Spot]:
    """The spots of a lane with their names where there is room, the latest first."""
    placed: dict[int, Spot] = {}
    for label, letter, rows in (("", NARROW, 1), ("t-more", WIDE, 3)):
        for n in reversed(range(len(spots))):
            if n in placed:
                continue
            for row in range(rows):
                spot = spots[n]._replace(label=label, row=row)
                if all(_apart(spot, other, letter) for other in placed.values() if other.row == row):
                    placed[n] = spot
                    break
    return [placed.get(n, spot) for n, spot in enumerate(spots)]


def _apart(one: Spot, other: Spot, letter: float) -> bool:
    (start, end), (begin, until) = _extent(one, letter), _extent(other, letter)
    return end + letter <= begin or until + letter <= start


def _extent(spot: Spot, letter: float) -> tuple[float, float]:
    width = len(spot.name) * letter
    start = spot.middle - width * {"t-end": 1.0, "t-mid": 0.5}.get(spot.anchor, 0.0)
    return start, start + width


def _finding(spots: list[Spot], lanes: int, since: int) -> str:
    """ "Four releases in three families since 2024, and two to come"."""
    out = sum(spot.state in ("out", "gone") for spot in spots)
    to_come = len(spots) - out
    coming = ngettext("%(number)s to come", "%(number)s to come", to_come) % {"number": apnumber(to_come)}
    found = (
        ngettext("%(number)s release", "%(number)s releases", out) % {"number": apnumber(out)}
        if out
        else coming
    )
    if lanes > 1:
        within = ngettext("%(found)s in %(number)s family", "%(found)s in %(number)s families", lanes)
        found = within % {"found": found, "number": apnumber(lanes)}
    if out:
        found = gettext("%(found)s since %(year)s") % {"found": found, "year": since}
    if out and to_come:
        found = gettext("%(found)s, and %(more)s") % {"found": found, "more": coming}
    return found[0].upper() + found[1:]


def _described(spots: list[Spot]) -> str:
    """The models that are drawn, for those who do not see it."""
    told = gettext("; ").join(f"{spot.model.name}: {_told(spot)}" for spot in spots[:LANES])
    if (more := len(spots) - LANES) <= 0:
        return gettext("%(told)s.") % {"told": told}
    left = ngettext(
        "%(told)s; and %(number)s more in the table.", "%(told)s; and %(number)s more in the table.", more
    )
    return left % {"told": told, "number": more}


def _told(spot: Spot) -> str:
    """What became of a model, in words."""
    said = {
        "out": gettext("released %(when)s"),
        "gone": gettext("withdrawn, released %(when)s"),
        "win": gettext("expected %(when)s"),
        "over": gettext("overdue, expected %(when)s"),
    }
    return said[spot.state] % {"when": spot.words}
