"""Taking Epoch's table in: companies, models, release claims and facts, each row wholly or not at all.

What editors wrote is never overwritten: an empty field is filled, another value is told in the report. A figure
that Epoch has changed supersedes the one we took from it before. Nothing becomes public by it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from companies import releases, sourcing
from companies.indexing import saved
from companies.mentions import fold
from companies.models import AIModel, Alias, Company, Record, ReleaseClaim
from facts.models import Fact, Metric, Source
from facts.supersession import supersede
from newsroom.epoch.reading import FIGURES, Amount, Figure, Row, RowRefused, read_row, read_table, unused
from newsroom.importing.suggestions import free_slug

PUBLISHER = "Epoch AI"
TITLE = "Data on AI models"
ADDRESS = "https://epoch.ai/data/ai-models"
#: What a source is called that the table names for a row.
GIVEN = f"Source named by {PUBLISHER}"

STATES = ("created", "changed", "unchanged", "refused")


@dataclass
class Line:
    """What became of a row: its number in the file, the model, the state and what was done or why not."""

    number: int
    name: str
    state: str = "unchanged"
    done: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        """What was done, and what was not kept."""
        return "; ".join([*self.done, *self.notes])

    def __str__(self) -> str:
        """The line of the report."""
        return f"row {self.number}: {self.name}: {self.state}" + (f" – {self.said}" if self.said else "")


@dataclass
class Report:
    """A line for each row, and the columns that have no place here."""

    lines: list[Line]
    unused: list[str]

    def count(self, state: str) -> int:
        """How many rows are created, changed, unchanged or refused."""
        return sum(line.state == state for line in self.lines)


@transaction.atomic
def import_table(data: bytes, *, by: User | None = None, dry_run: bool = False) -> Report:
    """Take the table in, or with dry_run only say what that would do. by: who records its figures.

    Raises FileRefused.
    A row that is refused leaves no trace and keeps no other from being taken in.
    """
    table = read_table(data)
    known = Known(by)
    lines = []
    for number, cells in zip(table.numbers, table, strict=True):
        lines.append(_take_in(number, dict(zip(table.headers, cells, strict=True)), known))
    if dry_run:
        transaction.set_rollback(True)
    return Report(lines, unused(table))


class Known:
    """Records by their folded names and aliases, the rows that spoke of a model already, metrics and source."""

    def __init__(self, by: User | None) -> None:
        """Two queries; metrics and source are made before any row, so that none that is refused takes them along."""
        self.metrics = {figure.code: _metric(figure) for figure in FIGURES.values()}
        self.source = _source()
        self.by = by
        self.names: dict[tuple[str, str], set[int]] = {}
        self.rows: dict[str, int] = {}
        kinds = {}
        for pk, kind, *names in Record.objects.values_list("pk", "kind", "name", "native_name"):
            kinds[pk] = kind
            self.add(kind, pk, names)
        for pk, text in Alias.objects.values_list("record_id", "text"):
            self.add(kinds[pk], pk, [text])

    def add(self, kind: str, pk: int, names: Iterable[str]) -> None:
        """Know a record by these names too."""
        for name in filter(None, names):
            self.names.setdefault((kind, fold(name)), set()).add(pk)

    def forget(self, pks: Iterable[int]) -> None:
        """Records that a refused row had made are there no more."""
        gone = set(pks)
        for held in self.names.values():
            held -= gone

    def find(self, kind: str, name: str) -> int | None:
        """The one record of a kind with this name. Raises RowRefused where there are several."""
        found = self.names.get((kind, fold(name)), set())
        if len(found) > 1:
            raise RowRefused(f"“{name}” is the name of several records of the kind {kind}.")
        return next(iter(found), None)


def _take_in(number: int, cells: dict[str, str], known: Known) -> Line:
    line = Line(number, " ".join(cells["model"].split())[:120])
    made: list[Record] = []
    try:
        with transaction.atomic():
            row = read_row(cells)
            if (first := known.rows.setdefault(fold(row.name), number)) != number:
                raise RowRefused(f"Row {first} is about the same model.")
            line.notes = list(row.notes)
            _row(row, line, known, made)
    except (RowRefused, ValidationError, IntegrityError) as reason:
        known.forget(record.pk for record in made)
        return Line(number, line.name, "refused", [_sentence(reason)])
    return line


def _sentence(reason: Exception) -> str:
    if isinstance(reason, ValidationError):
        if not hasattr(reason, "error_dict"):
            return " ".join(reason.messages)
        found = reason.message_dict.items()
        return " ".join(f"{column}: {' '.join(said)}" for column, said in found)
    if isinstance(reason, IntegrityError):
        return "Somebody else saved the same record just now: import again."
    return str(reason)


def _row(row: Row, line: Line, known: Known, made: list[Record]) -> None:
    companies = [_company(name, row, line, known, made) for name in row.organisations]
    model = _model(row, companies, line, known, made)
    if row.window:
        _claim(model, row, line)
    for name, amount in row.figures.items():
        _fact(model, FIGURES[name], amount, row, line, known)
    if line.done and line.state == "unchanged":
        line.state = "changed"


def _company(name: str, row: Row, line: Line, known: Known, made: list[Record]) -> Company:
    pk = known.find(Record.Kind.COMPANY, name)
    if pk is None:
        company = Company(name=name, slug=free_slug(Record.Kind.COMPANY, name), country=row.country)
        _keep(company, known, made)
        _cite(company, {"country": row.country}, ADDRESS)
        line.done.append(f"created company {name}")
        return company
    company = Company.objects.get(pk=pk)
    _fill(company, {"country": row.country}, line, ADDRESS)
    return company


def _model(row: Row, companies: list[Company], line: Line, known: Known, made: list[Record]) -> AIModel:
    values = {"openness": row.openness, "takes": row.takes, "gives": row.gives}
    pk = known.find(Record.Kind.MODEL, row.name)
    if pk is None:
        slug = free_slug(Record.Kind.MODEL, row.name)
        model = AIModel(name=row.name, slug=slug, developer=companies[0], status=row.status, **values)
        _keep(model, known, made)
        _cite(model, {"developer": companies[0], **values}, row.source)
        line.done.append(f"created model {row.name}")
        line.state = "created"
        return model
    model = AIModel.objects.select_related("developer").get(pk=pk)
    if model.developer not in companies:
        named = ", ".join(row.organisations)
        raise RowRefused(f"Organization: on record, {model} is by {model.developer}, not by {named}.")
    _fill(model, values, line, row.source)
    return model


def _keep(record: Any, known: Known, made: list[Record]) -> None:
    record.full_clean(exclude={"kind"})
    record.save()
    saved(record)
    made.append(record)
    known.add(record.kind, record.pk, [record.name])


def _cite(record: Any, values: dict[str, Any], source: str) -> None:
    """Name the row's own source, else the table, as the source of what was taken from it."""
    for column, value in values.items():
        if value:
            title = GIVEN if source and source != ADDRESS else f"{PUBLISHER}: {TITLE}"
            sourcing.cite(record, column, title=title, url=source or ADDRESS, checked_on=timezone.localdate())


def _fill(record: Any, values: dict[str, Any], line: Line, source: str) -> None:
    """Give a record what it lacks, with its source; where it has another value, tell it and leave it."""
    filled: dict[str, Any] = {}
    for name, value in values.items():
        held = getattr(record, name)
        if value and not held:
            setattr(record, name, value)
            filled[name] = value
        elif value and held != value:
            line.notes.append(f"{record} keeps its {name} {_listed(held)}; Epoch says {_listed(value)}")
    if filled:
        record.full_clean()
        record.save()
        _cite(record, filled, source)
        saved(record)
        line.done += [f"{record}: {name} {_listed(value)}" for name, value in filled.items()]


def _listed(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _claim(model: AIModel, row: Row, line: Line) -> None:
    """Add what Epoch says of the release where nobody said anything, or where Epoch says something else now."""
    assert row.window is not None  # noqa: S101  # the caller has looked
    claims = list(model.claims.all())
    epochs = [claim for claim in claims if claim.claimed_by == PUBLISHER]
    said = (row.status, row.window.edtf)
    if epochs and (epochs[-1].status, epochs[-1].window) == said:
        return
    if not epochs and (claims or model.announced or model.released):
        held = model.released or model.announced or claims[-1].window
        if held != row.window.edtf:
            line.notes.append(f"{model} keeps its own release history ({held}); Epoch says {row.window.edtf}")
        return
    values: dict[str, Any] = {
        "status": row.status,
        "window": row.window.edtf,
        "claimed_by": PUBLISHER,
        "claimed_on": _claimed_on(row, epochs),
        "source": row.source or ADDRESS,
    }
    ReleaseClaim(model=model, **values).full_clean()
    releases.claim(model, **values)
    line.done.append(f"{row.status} {row.window.edtf}")


def _claimed_on(row: Row, epochs: list[ReleaseClaim]) -> date:
    """The publication's own day, so that whatever was said since counts for more; a change is made later."""
    today = timezone.localdate()
    if epochs:
        return max(row.modified or today, epochs[-1].claimed_on)
    published = row.window.latest if row.window else None
    return min(published or today, today)


def _fact(model: AIModel, figure: Figure, amount: Amount, row: Row, line: Line, known: Known) -> None:
    """Record a figure, or let it supersede what Epoch said before."""
    metric = known.metrics[figure.code]
    if metric.unit != figure.unit:
        raise RowRefused(f"The metric “{metric}” is not in {figure.unit}.")
    values = {
        "value": amount.value,
        "high": amount.high,
        "nature": Fact.Nature.MEASURED if row.confident else Fact.Nature.ESTIMATED,
        "qualifier": Fact.Qualifier.EXACTLY if row.confident else Fact.Qualifier.ABOUT,
        "as_of": row.window.edtf if row.window else "",
    }
    held = Fact.objects.current().about(model).filter(metric=metric, source=known.source).first()
    if held is None:
        fact = Fact(
            **values,
            subject=model,
            metric=metric,
            unit=figure.unit,
            source=known.source,
            quotation=amount.notes,
            recorded_by=known.by,
        )
        # Reading has made sure of the constraints, and the database keeps them: asking here takes half the time.
        fact.full_clean(validate_constraints=False)
        fact.save()
        line.done.append(f"{metric}: {fact.shown}")
    elif any(getattr(held, name) != value for name, value in values.items()):
        new = supersede(held, by=known.by, because=Fact.Reason.REVISED, quotation=amount.notes, **values)
        line.done.append(f"{metric}: {held.shown} → {new.shown}")


def _metric(figure: Figure) -> Metric:
    metric, _ = Metric.objects.get_or_create(
        code=figure.code,
        defaults={"name": figure.name, "unit": figure.unit, "by_length": figure.unit not in Metric.ON_A_DAY},
    )
    return metric


def _source() -> Source:
    source, _ = Source.objects.get_or_create(
        publisher=PUBLISHER, title=TITLE, defaults={"url": ADDRESS, "accessed": timezone.localdate()}
    )
    return source
