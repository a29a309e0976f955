"""The models of a family in order: who followed whom, then by release."""

from collections.abc import Iterable
from datetime import date

from companies.models import AIModel


def in_order(models: Iterable[AIModel]) -> list[AIModel]:
    """The longest line of successors first, its oldest model first; then the rest by release, undated ones last.

    A model that follows one outside the family, or a loop, begins a line of its own.
    """
    found = sorted(models, key=_release)
    by_pk: dict[int | None, AIModel] = {model.pk: model for model in found}
    lines = (_line(model, by_pk) for model in found)
    line: list[AIModel] = max(lines, key=len, default=[])
    if len(line) < 2:
        return found
    return [*line, *(model for model in found if model not in line)]


def _line(last: AIModel, by_pk: dict[int | None, AIModel]) -> list[AIModel]:
    """The predecessors of a model and itself, the first one first."""
    line = [last]
    while (before := by_pk.get(line[-1].predecessor_id)) and before not in line:
        line.append(before)
    return line[::-1]


def _release(model: AIModel) -> tuple[date, date, str]:
    first, last = model.released_earliest, model.released_latest
    return first or last or date.max, last or date.max, model.name
