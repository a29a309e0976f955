"""What the release tracker shows: each public model with its latest claim, its slips, and where it stands today."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.db.models import F, Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from companies import calendar
from companies.calendar import Axis, Drawing, Period, Span, Standing
from companies.fields import overlaps
from companies.models import AIModel, Record, ReleaseClaim
from companies.releases import Slips, Told, counted, history, overdue_days, slips

_Status = AIModel.Status
_OVER = (_Status.RELEASED, _Status.WITHDRAWN)

#: So many models does the calendar show: what closed last, and what comes next.
CLOSED, TO_COME = 60, 90
#: What a list can be narrowed to: where a release stands, and the status that its maker gives it.
STATES = (
    ("expected", gettext_lazy("Expected")),
    ("overdue", gettext_lazy("Overdue")),
    ("slipped", gettext_lazy("Slipped")),
    *_Status.choices,
)


def tracked(at: datetime) -> QuerySet[AIModel]:
    """Public models, with the slugs by which they can be narrowed."""
    models: QuerySet[AIModel] = AIModel.objects.public(at).with_public_slugs("developer", "family", at=at)
    return models


def may_be_released(first: date | None, last: date | None) -> Q:
    """Those whose release may lie on a day from first to last: it did, or is expected to. None is no limit."""
    waiting = ~Q(status__in=_OVER) & Q(released="")
    return overlaps("released", first=first, last=last) | waiting & overlapping(first, last)


def overlapping(first: date | None, last: date | None) -> Q:
    """Those whose window shares a day with first to last; None is no limit."""
    found = Q(opens__isnull=False)
    if last:
        found &= Q(opens__lte=last)
    if first:
        found &= Q(closes__isnull=True) | Q(closes__gte=first)
    return found


def overdue(today: date) -> Q:
    """Those whose window has closed without a release or a withdrawal."""
    return ~Q(status__in=_OVER) & Q(closes__lt=today)


def narrow(
    models: Any,
    *,
    today: date,
    company: str = "",
    modality: str = "",
    openness: str = "",
    status: str = "",
) -> Any:
    """Tracked models of a company (its slug), with a modality in or out, of an openness, in one of STATES."""
    if company:
        models = models.filter(public_developer=company)
    if modality:
        models = models.with_modality(modality)
    if openness:
        models = models.filter(openness=openness)
    if status == "expected":
        return models.exclude(status__in=_OVER).filter(Q(closes__isnull=True) | Q(closes__gte=today))
    if status == "overdue":
        return models.filter(overdue(today))
    if status == "slipped":
        return models.filter(times_slipped__gt=0)
    return models.filter(status=status) if status else models


def on(models: QuerySet[AIModel], axis: Axis, *, whole_year: bool) -> QuerySet[AIModel]:
    """The tracked models that a calendar shows.

    Of a whole year: those with a window in it, and what is overdue while today is in it. Around now, all that
    is still to come as well, however late or vague.
    """
    within = overlapping(axis.first, axis.last)
    if not whole_year:
        return models.filter(within | ~Q(status__in=_OVER))
    return models.filter(within | overdue(axis.today) if axis.holds(axis.today) else within)


def not_long_over(models: Any, today: date) -> Any:
    """Of tracked models those with a last day, from the first day of the year before this one on."""
    return models.filter(closes__gte=date(today.year - 1, 1, 1))


def nearest(models: Any, today: date) -> tuple[list[Any], bool]:
    """Of tracked models `by_window` those whose window closes next or closed last, and whether there are more. Three
    queries.
    """
    models = models.prefetch_related(None)
    closed = list(models.filter(closes__lt=today).order_by(F("closes").desc(), "name", "pk")[: CLOSED + 1])
    to_come = list(models.filter(Q(closes__gte=today) | Q(closes__isnull=True))[: TO_COME + 1])
    more = len(closed) > CLOSED or len(to_come) > TO_COME
    found = [*reversed(closed[:CLOSED]), *to_come[:TO_COME]]
    prefetch_related_objects(found, "claims")
    return found, more


class Row(NamedTuple):
    """One model in the tracker. claim: the latest; None where only the record itself has a date, or none."""

    model: Any
    developer: Record | None
    told: list[Told]
    claim: ReleaseClaim | None
    slips: Slips
    standing: Standing
    overdue: int
    window: Span

    @property
    def when(self) -> str:
        """The window in our words, or nothing where no day is known."""
        if self.standing == "released" or (self.standing == "withdrawn" and not self.claim):
            return str(self.model.released_in_words)
        return str(self.claim.window_in_words) if self.claim and self.claim.window else ""

    @property
    def edtf(self) -> str:
        """The window as EDTF, or nothing where no day is known."""
        if self.standing == "released" or (self.standing == "withdrawn" and not self.claim):
            return str(self.model.released)
        return str(self.claim.window) if self.claim else ""

    @property
    def named(self) -> Span:
        """The window as it was named: "by 2030" has no day on which it opens."""
        if self.standing == "released" and self.model.released:
            return Span(self.model.released_earliest, self.model.released_latest)
        return Span(self.claim.window_earliest, self.claim.window_latest) if self.claim else Span(None, None)

    @property
    def words(self) -> str:
        """The latest claim in its source's words, where they were kept."""
        return self.claim.window_words if self.claim else ""

    @property
    def source_name(self) -> str:
        """The site that the latest claim was read on."""
        host = urlsplit(self.claim.source).hostname if self.claim else None
        return (host or "").removeprefix("www.")

    @property
    def drawn(self) -> str:
        """What the row's drawing shows, for those who do not see it."""
        when = {"when": self.when or gettext("no date")}
        if self.standing == "released":
            shown = gettext("Released, %(when)s") % when
        elif self.standing == "withdrawn":
            shown = gettext("Withdrawn, %(when)s") % when
        else:
            shown = gettext("Window, %(when)s") % when
        if self.overdue:
            closed = gettext("%(shown)s, closed %(days)s ago, not released")
            shown = closed % {"shown": shown, "days": counted(self.overdue)}
        before = [str(item.claim.window_in_words) for item in self.told[: -1 if self.claim else None]]
        said = gettext(", then ").join(window for window in before if window)
        return (
            gettext("%(shown)s; said before: %(windows)s") % {"shown": shown, "windows": said}
            if said
            else shown
        )

    @property
    def promised(self) -> list[Span]:
        """The windows before the one that is shown, oldest first."""
        before = [item.claim for item in self.told[: -1 if self.claim else None]]
        return [_span(claim) for claim in before if claim.window and claim.status not in _OVER]


def by_window(models: Any) -> Any:
    """Tracked models with their claims, the next to close first, those without a last day at the end."""
    return models.order_by(F("closes").asc(nulls_last=True), "name", "pk").prefetch_related("claims")


def rows(models: Iterable[Any], at: datetime) -> list[Row]:
    """The rows of tracked models, in their order. Three queries where the models are still a query `by_window`."""
    found = list(models)
    developers = Record.objects.public(at).in_bulk({model.developer_id for model in found})
    today = timezone.localdate(at)
    return [_row(model, developers.get(model.developer_id), today) for model in found]


def expected(at: datetime, *, limit: int) -> list[Row]:
    """What somebody said would come and is not out: first what is overdue, then the next one due. Three queries."""
    models: Any = tracked(at)
    models = models.filter(said_on__isnull=False).exclude(status__in=_OVER)
    return rows(by_window(models)[:limit], at)


def _row(model: Any, developer: Record | None, today: date) -> Row:
    told = history(model.claims.all())
    claim = told[-1].claim if told else None
    late = overdue_days(model, model.closes, today)
    standings: dict[str, Standing] = {_Status.RELEASED: "released", _Status.WITHDRAWN: "withdrawn"}
    released = model.status == _Status.RELEASED and model.released
    shown = model.released if released or not claim else claim.window
    return Row(
        model=model,
        developer=developer,
        told=told,
        claim=claim,
        slips=slips(told),
        standing=standings.get(model.status, "overdue" if late else "expected"),
        overdue=late,
        window=Span(model.opens, model.closes, _vague(shown)),
    )


def _span(claim: ReleaseClaim) -> Span:
    opens = claim.window_earliest
    if opens is None and claim.window_latest:
        opens = min(claim.claimed_on, claim.window_latest)
    return Span(opens, claim.window_latest, _vague(claim.window))


def _vague(edtf: str) -> bool:
    """Whether an end of the window is our reading: the words say "about" or name only one end."""
    return any(sign in edtf for sign in "~?%") or edtf.startswith(("/", "..")) or edtf.endswith(("/", ".."))


class Part(NamedTuple):
    """A section of the calendar: each row with its drawing. key: an id on the page."""

    key: str
    name: str
    note: str
    rows: list[tuple[Row, Drawing]]


def parts(found: list[Row], axis: Axis, *, months: int) -> list[Part]:
    """The sections of a calendar: what is overdue, each month (1) or quarter (3), what is later or vaguer, no date.

    A model stands in the period in which its window closes. One that is overdue is never moved: it keeps its window.
    """
    within = calendar.periods(axis.first, axis.last, months=months)
    sorted_in: dict[Period | str, list[Row]] = defaultdict(list)
    for row in found:
        sorted_in[_place(row, within)].append(row)
    made = [
        _part("overdue", gettext("Overdue"), gettext("Their window has closed"), sorted_in["overdue"], axis),
        *(_part(f"p{n}", *_named(p, axis), sorted_in[p], axis) for n, p in enumerate(within)),
        _part("later", gettext("Later, or vaguer"), "", sorted_in["later"], axis),
        _part("undated", gettext("No date"), "", sorted_in["undated"], axis),
    ]
    return [part for part in made if part.rows]


def _place(row: Row, within: list[Period]) -> Period | str:
    """Where a row stands: a period, or the key of the part for those that have none."""
    if row.standing == "overdue":
        return "overdue"
    if not row.window.known:
        return "undated"
    day = row.window.opens if row.standing == "released" and not row.window.closes else row.window.closes
    return next((period for period in within if day and period.first <= day <= period.last), "later")


def _named(period: Period, axis: Axis) -> tuple[str, str]:
    """The heading of a period, and the note beside it where it is the one that we live in."""
    if not period.first <= axis.today <= period.last:
        return period.name, ""
    month = period.first.month == period.last.month
    return gettext("This month") if month else gettext("This quarter"), period.name


def _part(key: str, name: str, note: str, found: list[Row], axis: Axis) -> Part:
    models = ngettext("%(number)s model", "%(number)s models", len(found)) % {"number": len(found)}
    drawn = [(row, axis.draw(row.standing, row.window, row.promised)) for row in found]
    return Part(key, name, note or models, drawn)
