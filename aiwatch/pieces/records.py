"""Records, releases, ties and figures that nothing holds: what the pieces are drawn with."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model

from companies.calendar import Axis, Drawing, Span, Standing, around
from companies.models import AIModel, Company, ModelFamily, Ownership, Record, ReleaseClaim
from companies.releases import history, slips
from companies.ties import OWNED, OWNER, Branch, Tree
from companies.tracker import Row
from facts.models import Fact, Metric, Source

#: No row has such a number, so nothing is found in the database.
NOBODY = 2**62

COMPANY = Company(pk=NOBODY, name="Umbra Labs", native_name="本影", slug="umbra-labs", kind="company")
OTHER = Company(pk=NOBODY - 1, name="Penumbra Group", slug="penumbra-group", kind="company")
FAMILY = ModelFamily(pk=NOBODY, name="Penumbra", slug="penumbra", kind="family", developer=COMPANY)
SOURCE = Source(
    pk=NOBODY, title="State of the shade", publisher="Shadow Count", url="https://example.org/shade"
)
USERS = Metric(pk=NOBODY, code="mau", name="Monthly active users", unit="people")


def dated[T: Model](row: T, **dates: str) -> T:
    """The row with its fuzzy dates, and the days that follow from them."""
    for name, edtf in dates.items():
        field: Any = row._meta.get_field(name)
        setattr(row, name, field.clean(edtf, row))
    return row


def model(number: int, name: str, status: str, *, released: str = "", native: str = "") -> AIModel:
    """A model of the company."""
    made = AIModel(
        pk=NOBODY - number,
        name=name,
        native_name=native,
        slug="penumbra",
        kind="model",
        status=status,
        developer=COMPANY,
        family=FAMILY,
        openness=AIModel.Openness.values[0],
    )
    return dated(made, released=released) if released else made


def claim(of: AIModel, status: str, window: str, on: date) -> ReleaseClaim:
    """What the company said of a release."""
    made = ReleaseClaim(
        pk=NOBODY, model=of, status=status, claimed_on=on, claimed_by="Umbra Labs", source=SOURCE.url
    )
    return dated(made, window=window)


def row(of: AIModel, standing: Standing, windows: Iterable[str], today: date) -> tuple[Row, Drawing]:
    """A row of the release calendar, whose windows were claimed one after another, and its drawing."""
    said = [
        claim(
            of,
            of.status if standing != "overdue" else "announced",
            window,
            today - timedelta(days=200 - 50 * n),
        )
        for n, window in enumerate(windows)
    ]
    told = history(said)
    last = said[-1] if said else None
    window = Span(last.window_earliest, last.window_latest, "~" in last.window) if last else Span(None, None)
    late = (today - last.window_latest).days if standing == "overdue" and last and last.window_latest else 0
    made = Row(of, COMPANY, told, last, slips(told), standing, late, window)
    return made, axis(today).draw(standing, window, made.promised)


def axis(today: date) -> Axis:
    """The days that the rows are drawn on."""
    return around(today)


def rows(today: date) -> list[tuple[Row, Drawing]]:
    """The release calendar in every state."""

    def on(days: int) -> str:
        return (today + timedelta(days=days)).isoformat()

    moved = [f"{on(-20)}/{on(10)}", f"{on(20)}/{on(60)}"]
    return [
        row(model(1, "Penumbra 1", "released", released=on(-60)), "released", [on(-60)], today),
        row(model(2, "Penumbra 2", "announced", native="半影"), "expected", moved, today),
        row(model(3, "Penumbra 3", "announced"), "overdue", [f"{on(-70)}/{on(-30)}"], today),
        row(model(4, "Penumbra 4", "rumoured"), "expected", [f"{(today + timedelta(days=90)).year}~"], today),
        row(model(5, "Penumbra 5", "withdrawn"), "withdrawn", [f"{on(-10)}/{on(20)}"], today),
        row(model(6, "Penumbra 6", "announced"), "expected", [], today),
        row(model(7, "Penumbra 7", "announced"), "expected", [on(5), on(30)], today),
        row(model(8, "Penumbra 8", "announced"), "overdue", [on(-20)], today),
    ]  # fmt: skip


def family(today: date) -> list[AIModel]:
    """Models whose days are known as exactly as models’ days are."""
    day, month, year = (today - timedelta(days=90)).isoformat(), f"{today.year - 1}-06", str(today.year - 2)
    return [
        *(
            model(9 + n, f"Penumbra {n}", "released", released=when)
            for n, when in enumerate((year, month, day))
        ),
        model(12, "Penumbra 4", "withdrawn", released=f"{today.year - 1}-11"),
    ]


def ties() -> Tree:
    """An owner and two holdings, one of them ended."""
    owner = Ownership(
        owner=OTHER, owned=COMPANY, type=Ownership.Type.MINORITY, share=Decimal(30), source=SOURCE.url
    )
    holding = Ownership(owner=COMPANY, owned=OTHER, type=Ownership.Type.PARENT)
    ended = dated(Ownership(owner=COMPANY, owned=OTHER, type=Ownership.Type.AFFILIATE), until="2024")
    return Tree(
        [Branch(OTHER, COMPANY, OWNER[Ownership.Type.MINORITY], owner, False, [])],
        [
            Branch(OTHER, COMPANY, OWNED[Ownership.Type.PARENT], holding, False, []),
            Branch(OTHER, COMPANY, OWNED[Ownership.Type.AFFILIATE], ended, True, []),
        ],
    )


def fact(number: int, nature: str, value: int, as_of: str, subject: Record = COMPANY) -> Fact:
    """A figure of the company, or of another; “disputed” is a nature here."""
    made = Fact(
        pk=NOBODY - number,
        subject=subject,
        metric=USERS,
        source=SOURCE,
        unit="people",
        value=Decimal(value),
        nature="measured" if nature == "disputed" else nature,
        disputed=nature == "disputed",
    )
    return dated(made, as_of=as_of)


def figures() -> list[Fact]:
    """A series that is known in each of the five ways."""
    natures = ("measured", "claimed", "estimated", "disputed", "forecast")
    return [fact(n, nature, (40 + 30 * n) * 1_000_000, str(2023 + n)) for n, nature in enumerate(natures)]


def compared() -> list[Fact]:
    """The same of five companies."""
    known = [("disputed" if one.disputed else one.nature, int(one.value)) for one in figures()]
    names = [Company(pk=NOBODY - n, name=f"Umbra {n}", slug="umbra", kind="company") for n in range(1, 6)]
    return [fact(n, nature, value, "2025", names[n]) for n, (nature, value) in enumerate(known)]
