"""Which facts still stand. One state each, derived, never stored."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import batched
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, ExpressionWrapper, F, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from facts import disputes, series
from facts.amounts import display
from facts.models import Fact
from facts.models.fact import BECAUSE
from prepared import Prepared

COLUMNS = (
    *("id", *series.COLUMNS, "value", "high", "qualifier", "nature", "disputed"),
    *("as_of", "as_of_words", "as_of_earliest", "as_of_latest", "quotation", "review_after"),
    *("withdrawn_at", "withdrawn_because", "source_id"),
    *(
        "subject__name",
        "metric__name",
        "source__title",
        "source__publisher",
        "source__url",
        "source__archived_url",
    ),
)

#: A row comes once for each pair of it that was settled as no dispute: there are few, and no query more.
NEAR = (
    *("id", *series.COLUMNS, "value", "high", "qualifier", "nature"),
    *("as_of", "as_of_words", "as_of_earliest", "as_of_latest"),
    *("supersedes_id", "superseded_because", "held_from", "recorded_at", "withdrawn_at", "withdrawn_because"),
    *("settled_with_later__other_id", "settled_with_earlier__one_id"),
)

#: More than there ever are.
METRICS = 10**7

#: Who is asked first what a forecast came to.
NATURES = [Fact.Nature.MEASURED, Fact.Nature.CLAIMED, Fact.Nature.ESTIMATED]

Row = dict[str, Any]


class Standing(NamedTuple):
    """A fact as plain values, its state, and the value that took over, where there is one.

    state: current; superseded (a better value of the same period); withdrawn (without another in its place);
    newer (a newer period in its series);
    due (a forecast whose time has come; `newer` is what was measured, where we know); review (past its review day).
    because: why it was superseded or withdrawn. since: since when it has not simply stood.
    rivals: the public figures that contradict one that stands, as readers see them, each with its id.
    """

    fact: Row
    state: str
    shown: str
    newer: Row | None = None
    newer_shown: str = ""
    because: str = ""
    since: datetime | None = None
    rivals: tuple[tuple[int, str], ...] = ()

    @property
    def because_in_words(self) -> str:
        """Why it was superseded or withdrawn, for readers."""
        return str(BECAUSE.get(self.because, self.because))

    @property
    def disputed(self) -> bool:
        """Whether an editor marked it, or another contradicts it."""
        return bool(self.fact["disputed"] or self.rivals)


class _Around(NamedTuple):
    """The public figures near those that are weighed, by what is asked of them."""

    successors: dict[int, Row]
    standing: dict[tuple[Any, ...], list[Row]]
    newest: dict[tuple[Any, ...], Row]
    measured: dict[tuple[Any, ...], list[Row]]


def standings(
    ids: Collection[int], *, at: datetime | None = None, to_readers: bool = True
) -> dict[int, Standing]:
    """The standing of each fact, as far as the public may know or, without `to_readers`, as it is.

    Two queries, none where there are no facts.
    """
    if not ids:
        return {}
    at = at or timezone.now()
    cited = list(Fact.objects.filter(pk__in=ids).values(*COLUMNS))
    return weighed(cited, near(cited, at if to_readers else None), at=at)


def near(cited: list[Row], at: datetime | None) -> list[Row]:
    """The figures of the same subjects and metrics as some: those that are public at a time, or all.

    One query for every hundred of such pairs.
    """
    pairs = sorted({(fact["subject_id"], fact["metric_id"]) for fact in cited})
    if at is None:
        return list(_of_pairs(Fact.objects.all(), *_columns(pairs)))
    rows = []
    for some in batched(pairs, SIZES[-1], strict=False):
        size = next(size for size in SIZES if size >= len(some))
        subjects, numbers = _columns([*some, *[some[-1]] * (size - len(some))])
        rows += _near_public[size](at, *subjects, *numbers)
    return rows


def _columns(pairs: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The subjects of some pairs, and the pairs as a number each."""
    return [subject for subject, _ in pairs], [subject * METRICS + metric for subject, metric in pairs]


def _of_pairs(facts: Any, subjects: Sequence[int], numbers: Sequence[int]) -> "QuerySet[Fact, Row]":
    """Rows of the figures of some pairs of subject and metric.

    SQLite takes no list of pairs, so each is a number; by the subjects alone they are found in the index.
    """
    number = ExpressionWrapper(F("subject_id") * METRICS + F("metric_id"), output_field=BigIntegerField())
    found: QuerySet[Fact, Row] = (
        facts.alias(number=number)
        .filter(subject_id__in=subjects, number__in=numbers)
        .order_by()
        .values(*NEAR)
    )
    return found


def _prepared(size: int) -> Prepared:
    def build(at: datetime, *ids: int) -> "QuerySet[Fact, Row]":
        return _of_pairs(Fact.objects.public(at), ids[:size], ids[size:])

    return Prepared(build, datetime, *[int] * (2 * size))


#: Put together once for each of a few numbers of pairs: the last one stands in as often as it takes.
SIZES = (1, 20, 100)
_near_public = {size: _prepared(size) for size in SIZES}


def weighed(cited: list[Row], near: list[Row], *, at: datetime | None = None) -> dict[int, Standing]:
    """The standing of facts from their rows (COLUMNS) and those of public figures near them (NEAR)."""
    today = timezone.localdate(at)
    around = _around(near)
    return {fact["id"]: _standing(fact, around, today) for fact in cited}


def cited_by(rows: str, pk: int) -> "QuerySet[Fact, Row]":
    """The rows for `weighed` of the facts that something cites; `rows` leads from a fact to what cites it."""
    return Fact.objects.filter(**{rows: pk}).values(*COLUMNS)


def near_those_cited_by(rows: str, pk: int, at: datetime) -> "QuerySet[Fact, Row]":
    """The public figures of the same subjects and metrics as those that something cites."""
    same = {f"subject__facts__{rows}": pk, "metric_id": F("subject__facts__metric_id")}
    return Fact.objects.public(at).filter(**same).order_by().values(*NEAR)


def _around(near: list[Row]) -> _Around:
    successors = {row["supersedes_id"]: row for row in near if row["supersedes_id"]}
    standing = [
        row
        for row in near
        if row["id"] not in successors
        and row["withdrawn_at"] is None
        and row["nature"] != Fact.Nature.FORECAST
    ]
    dated = sorted((row for row in standing if row["as_of_earliest"]), key=itemgetter("as_of_earliest"))
    newest = {series.key_of_row(row): row for row in dated}
    return _Around(
        successors, _grouped(standing, series.key_of_row), newest, _grouped(dated, _whatever_its_length)
    )


def _grouped(rows: Iterable[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _standing(fact: Row, around: _Around, today: date) -> Standing:
    shown = _shown(fact)
    if successor := around.successors.get(fact["id"]):
        return _superseded(fact, shown, successor, around.successors)
    if fact["withdrawn_at"]:
        return Standing(
            fact, "withdrawn", shown, because=fact["withdrawn_because"], since=fact["withdrawn_at"]
        )
    if fact["nature"] == Fact.Nature.FORECAST:
        if fact["as_of_latest"] is None or fact["as_of_latest"] >= today:
            return Standing(fact, "current", shown)
        measured = _measured(fact, around)
        came_to = _shown(measured) if measured else ""
        return Standing(fact, "due", shown, measured, came_to, since=_after(fact["as_of_latest"]))
    rivals = _rivals(fact, around.standing.get(series.key_of_row(fact), []))
    newest = around.newest.get(series.key_of_row(fact))
    if newest and fact["as_of_earliest"] and newest["as_of_earliest"] > fact["as_of_earliest"]:
        since = newest["held_from"] or newest["recorded_at"]
        return Standing(fact, "newer", shown, newest, _shown(newest), since=since, rivals=rivals)
    if fact["review_after"] and fact["review_after"] < today:
        return Standing(fact, "review", shown, since=_after(fact["review_after"]), rivals=rivals)
    return Standing(fact, "current", shown, rivals=rivals)


def _rivals(fact: Row, near: list[Row]) -> tuple[tuple[int, str], ...]:
    """Those of its series that contradict a fact and were not settled with it."""
    says = disputes.said_in_row(fact)
    settled = {row["id"] for row in near if fact["id"] in _settled_with(row)}
    found = {
        row["id"]: _shown(row)
        for row in near
        if row["id"] not in settled and disputes.contradict(says, disputes.said_in_row(row))
    }
    return tuple(sorted(found.items()))


def _settled_with(row: Row) -> tuple[int | None, int | None]:
    return row["settled_with_later__other_id"], row["settled_with_earlier__one_id"]


def _superseded(fact: Row, shown: str, first: Row, successors: dict[int, Row]) -> Standing:
    """The reason is that of the first step, for it says what was wrong with this fact; the value is the last one."""
    last = first
    while last["id"] in successors:
        last = successors[last["id"]]
    if last["withdrawn_at"]:
        since = last["withdrawn_at"]
        return Standing(fact, "withdrawn", shown, because=last["withdrawn_because"], since=since)
    because = first["superseded_because"]
    after = last | {"superseded_because": because}
    return Standing(fact, "superseded", shown, after, _shown(last), because, since=last["held_from"])


def _measured(forecast: Row, around: _Around) -> Row | None:
    """What a forecast came to: the figure of its time by whom we ask first, the latest of those."""
    found = [
        row for row in around.measured.get(_whatever_its_length(forecast), []) if _of_its_time(row, forecast)
    ]
    found.sort(key=lambda row: (-NATURES.index(row["nature"]), row["as_of_earliest"], row["id"]))
    return found[-1] if found else None


def _of_its_time(row: Row, forecast: Row) -> bool:
    """Whether a figure's time overlaps a forecast's, and is as long, where both have an end: what was taken
    in a month is not held against what was forecast for a year.
    """
    if row["length"] and forecast["length"] and row["length"] != forecast["length"]:
        return False
    begun: bool = row["as_of_earliest"] <= forecast["as_of_latest"]
    over = (
        row["as_of_latest"]
        and forecast["as_of_earliest"]
        and row["as_of_latest"] < forecast["as_of_earliest"]
    )
    return begun and not over


def _whatever_its_length(row: Row) -> tuple[Any, ...]:
    return tuple(row[column] for column in series.COLUMNS if column != "length")


def _after(day: date) -> datetime:
    """The moment at which a day is over in the newsroom's zone."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _shown(fact: Row) -> str:
    return _kept_display(fact["value"], fact["high"], fact["unit"], fact["qualifier"], get_language())


@lru_cache(maxsize=4096)
def _kept_display(
    value: Decimal, high: Decimal | None, unit: str, qualifier: str, _interface: str | None
) -> str:
    """An amount in the interface's language: a page shows the same dozen each time it is made."""
    return display(value, high, unit, qualifier)
