"""Models side by side: what their records say, and every figure that is known of any of them.

It stands in this app because a comparison is mostly of figures, and only this app knows both them and the models.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext

from companies.models import AIModel, Record
from companies.releases import Slips, history, slips
from facts import rivals
from facts.models import Fact, Metric

#: A fifth column leaves no room to read.
MOST = 4

_Unit = Metric.Unit
#: What a model is and costs; whatever else is measured comes after it.
_SIZES = (_Unit.PARAMETERS, _Unit.TOKENS, _Unit.PRICE, _Unit.MONEY, _Unit.GPU_HOURS, _Unit.GIGABYTES)
_ORDER = (*_SIZES, *(unit for unit in _Unit if unit not in _SIZES))


class Cell(NamedTuple):
    """What is known of one model in a row: words, or figures, the newest of each nature; or neither.

    rank: “highest” or “lowest” where figures were taken the same way and one direction is better.
    """

    words: str = ""
    link: str = ""
    line: str = ""
    figures: Sequence[Fact] = ()
    rank: str = ""


class Row(NamedTuple):
    """One thing that is compared. differs: at least two models are known, and not the same."""

    name: str
    cells: list[Cell]
    differs: bool
    note: str = ""


class Group(NamedTuple):
    """Rows under a heading."""

    name: str
    rows: list[Row]


class Column(NamedTuple):
    """A model with what its record leads to, as far as that is public."""

    model: Any
    developer: Record | None
    family: Record | None
    slips: Slips
    due: str


def columns(models: Sequence[AIModel], at: datetime) -> list[Column]:
    """The columns of public models with their claims prefetched, in their order. One query."""
    near = {pk for model in models for pk in (model.developer_id, model.family_id)}
    public = Record.objects.public(at).in_bulk(near - {None})
    return [_column(model, public) for model in models]


def _column(model: Any, public: dict[int, Record]) -> Column:
    told = history(model.claims.all())
    due = str(told[-1].claim.window_in_words) if told else ""
    return Column(model, public.get(model.developer_id), public.get(model.family_id), slips(told), due)


def compared(shown: Sequence[Column], at: datetime) -> list[Group]:
    """The rows of the comparison in groups; groups without a row are left out. Two queries at most."""
    figures = _figures([column.model for column in shown], at)
    sizes = [row for metric, row in figures if metric.unit in _SIZES]
    others = [row for metric, row in figures if metric.unit not in _SIZES]
    groups = (
        Group(gettext("The record"), _record(shown)),
        Group(gettext("Size and price"), sizes),
        Group(gettext("Scores and others"), others),
    )
    return [group for group in groups if group.rows]


def _record(shown: Sequence[Column]) -> list[Row]:
    return [
        _worded(gettext("Developer"), [_named(column.developer) for column in shown]),
        _worded(gettext("Family"), [_named(column.family) for column in shown]),
        _worded(
            gettext("Status"), [Cell(column.model.get_status_display().capitalize()) for column in shown]
        ),
        _worded(gettext("Released"), [_released(column) for column in shown]),
        _worded(gettext("Slipped"), [_slipped(column) for column in shown]),
        _worded(gettext("Openness"), [Cell(_of(column.model.get_openness_display())) for column in shown]),
        _worded(gettext("Licence"), [Cell(column.model.licence) for column in shown]),
        _worded(gettext("Input"), [Cell(column.model.takes_in_words.capitalize()) for column in shown]),
        _worded(gettext("Output"), [Cell(column.model.gives_in_words.capitalize()) for column in shown]),
    ]


def _named(record: Record | None) -> Cell:
    return Cell(record.name, link=record.get_absolute_url()) if record else Cell()


def _of(openness: str) -> str:
    return "" if openness == str(AIModel.Openness.UNKNOWN.label) else openness


def _released(column: Column) -> Cell:
    """The release, or its latest window under the line of what has not happened yet."""
    model = column.model
    if model.released_in_words:
        return Cell(str(model.released_in_words))
    if model.status in (AIModel.Status.RELEASED, AIModel.Status.WITHDRAWN):
        return Cell()
    return Cell(column.due, line="forecast" if column.due else "")


def _slipped(column: Column) -> Cell:
    """How often and how far; unknown where nobody said anything beforehand that could have moved."""
    if not column.model.claims.all():
        return Cell()
    return Cell(column.slips.in_words.capitalize() or gettext("No"))


def _worded(name: str, cells: list[Cell]) -> Row:
    return Row(name, cells, _differ(cell.words for cell in cells))


def _differ(values: Iterable[Any]) -> bool:
    """Whether two of those that are known are not the same."""
    return len({value for value in values if value}) > 1


def _figures(models: Sequence[AIModel], at: datetime) -> list[tuple[Metric, Row]]:
    """A row for each metric, scope and set of dimensions that any of the models has a figure of, sizes first."""
    found = Fact.objects.public(at).current_to_readers(at).filter(subject__in=[model.pk for model in models])
    known: dict[tuple[Metric, str], dict[int, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    held = list(found.select_related("metric", "source").order_by("-as_of_earliest", "-pk"))
    rivals.mark(held, among=held)
    for fact in held:
        known[fact.metric, fact.told_apart][fact.subject_id].append(fact)
    keys = sorted(known, key=lambda key: (_ORDER.index(_Unit(key[0].unit)), key[0].name, key[1]))
    return [(key[0], _figured(*key, [_newest(known[key][model.pk]) for model in models])) for key in keys]


def _newest(facts: list[Fact]) -> list[Fact]:
    """Of a model's figures, newest first, the newest of each nature, and those that dispute it."""
    kept: dict[str, list[Fact]] = {}
    for fact in facts:
        same = kept.setdefault(fact.nature, [])
        if not same or (fact.is_disputed and fact.as_of == same[0].as_of):
            same.append(fact)
    return [fact for same in kept.values() for fact in same]


def _figured(metric: Metric, told_apart: str, figures: list[list[Fact]]) -> Row:
    ranks = _ranks(metric, figures)
    cells = [Cell(figures=facts, rank=rank) for facts, rank in zip(figures, ranks, strict=True)]
    return Row(
        metric.name, cells, _differ(", ".join(fact.shown for fact in facts) for facts in figures), told_apart
    )


def _ranks(metric: Metric, figures: list[list[Fact]]) -> list[str]:
    """The best cell's rank. Only figures taken the same way are ranked: one each, of one nature, undisputed."""
    none = ["" for _ in figures]
    known = [facts[0] for facts in figures if facts]
    alone = all(len(facts) < 2 for facts in figures)
    same = len({(fact.nature, fact.unit) for fact in known}) == 1
    plain = not any(fact.is_disputed or fact.high for fact in known)
    if metric.higher_is_better is None or len(known) < 2 or not (alone and same and plain):
        return none
    best = (max if metric.higher_is_better else min)(fact.value for fact in known)
    if all(fact.value == best for fact in known):
        return none
    word = gettext("highest") if metric.higher_is_better else gettext("lowest")
    return [word if facts and facts[0].value == best else "" for facts in figures]
