"""Corrections: what we had wrong and what is right, told on every page that it touches."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from changes import log
from changes.models import Change, Correction, Touched
from changes.texts import plain
from prepared import Prepared

#: Longer than anybody reads of an error.
LONGEST = 1000
#: So many of what a correction touches are named in a list, and on its own page.
NAMED, NAMED_ON_ITS_PAGE = 6, 200
#: So many corrections are shown on the page of something that they touch.
ON_A_PAGE = 50


class Said(NamedTuple):
    """What readers are told: what was wrong, and what is right."""

    wrong: str
    right: str

    @property
    def in_one_line(self) -> str:
        """Both, as the log has them."""
        return f"{_as_sentence(self.wrong)} {self.right}"


class Thing(NamedTuple):
    """Something that a correction touches: an article, a question, a fact or a record."""

    about: str
    about_id: int
    title: str
    address: str


class CorrectionRefused(ValueError):
    """The correction cannot be made as it stands; the message says why."""


def checked(said: Said) -> Said:
    """The two texts without invisible characters, their spaces folded. Raises CorrectionRefused."""
    clean = Said(*map(plain, said))
    if not clean.wrong:
        raise CorrectionRefused("Say what was wrong: a correction without it tells readers nothing.")
    if not clean.right:
        raise CorrectionRefused("Say what is right: readers want to know what holds instead.")
    if clean.wrong == clean.right:
        raise CorrectionRefused("What is right says the same as what was wrong.")
    if max(map(len, clean)) > LONGEST:
        raise CorrectionRefused(f"Say it in at most {LONGEST:,} letters each: what was wrong, what is right.")
    return clean


Carrying = Callable[[Sequence[Thing]], Iterable[Thing]]

_carrying: list[Carrying] = []


def touches_also(carrying: Carrying) -> None:
    """Name what carries things that are corrected, and is touched with them; the apps above do, when they are ready."""
    _carrying.append(carrying)


@transaction.atomic
def correct(
    said: Said,
    *,
    touches: Sequence[Thing],
    by: User | None,
    at: datetime | None = None,
    note: str = "",
) -> Correction:
    """Tell readers of an error, from `at` on (now, if it is not given), on the page of all that it touches.

    The row of the log is about the first of these and says `note`, or both texts. Raises CorrectionRefused.
    """
    said = checked(said)
    if not touches:
        raise CorrectionRefused("Choose what the correction touches: it is shown there.")
    first = touches[0]
    change = log.record(
        Change.Kind.CORRECTED,
        about=first.about,
        about_id=first.about_id,
        address=first.address,
        title=first.title,
        note=note or said.in_one_line,
        at=at,
    )
    correction = Correction.objects.create(change=change, by=by, **said._asdict())
    things = list(dict.fromkeys([*touches, *(thing for also in _carrying for thing in also(touches))]))
    _touch(correction, things)
    log.touched_by(change, [(thing.about, thing.about_id) for thing in things[1:]])
    transaction.on_commit(log.forget_version)
    return correction


def touch(correction: Correction, thing: Thing) -> None:
    """Note that a correction that is still to come touches another thing."""
    Touched.objects.get_or_create(
        correction=correction,
        about=thing.about,
        about_id=thing.about_id,
        defaults={"title": thing.title[:300], "address": thing.address},
    )


def _touch(correction: Correction, things: Iterable[Thing]) -> None:
    """Note what a correction touches. As plain rows: a figure may be cited by 10,000 articles, and nobody waits."""
    columns = ", ".join(("correction_id", *Thing._fields))
    rows = [
        (correction.pk, thing.about, thing.about_id, thing.title[:300], thing.address) for thing in things
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {Touched._meta.db_table} ({columns}) VALUES (%s, %s, %s, %s, %s)",  # noqa: S608  # names of our own
            rows,
        )


def waiting(about: str, about_id: int, at: datetime) -> Said | None:
    """What readers will be told of an object once its waiting row of the log falls due. One query."""
    found = Correction.objects.filter(
        change__about=about, change__about_id=about_id, change__effective_at__gt=at
    ).first()
    return Said(found.wrong, found.right) if found else None


def hand_over(about: str, about_id: int, *, to: int) -> None:
    """Have corrections of an object touch another of its kind: the two turned out to be one."""
    mine = Touched.objects.filter(about=about, about_id=about_id)
    both = Touched.objects.filter(about=about, about_id=to).values("correction")
    mine.filter(correction__in=both).delete()
    mine.update(about_id=to)


def shown_on(about: str, about_id: int, at: datetime) -> list[dict[str, Any]]:
    """The corrections on the page of something that readers see: wrong, right, at, url; newest first. One query."""
    return [row | {"url": f"/corrections/{row['pk']}/"} for row in _shown_on(about, about_id, at)]


_shown_on = Prepared(
    lambda about, about_id, at: (
        Touched.objects.standing(at)
        .filter(about=about, about_id=about_id, correction__change__effective_at__lte=at)
        .order_by("-correction__change__effective_at", "-correction")
        .values(
            pk=F("correction"),
            wrong=F("correction__wrong"),
            right=F("correction__right"),
            at=F("correction__change__effective_at"),
        )[:ON_A_PAGE]
    ),
    *(str, int, datetime),
)


def shown_on_each(about: str, ids: Collection[int], at: datetime) -> dict[int, list[dict[str, Any]]]:
    """The same of several of a kind that readers see, by the id of each. One query."""
    rows = (
        Touched.objects.standing(at)
        .filter(about=about, about_id__in=ids, correction__change__effective_at__lte=at)
        .order_by("-correction__change__effective_at", "-correction")
        .select_related("correction__change")
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        told = row.correction
        said = {"wrong": told.wrong, "right": told.right, "at": told.change.effective_at}
        found.setdefault(row.about_id, []).append(said | {"pk": told.pk, "url": f"/corrections/{told.pk}/"})
    return found


def with_things(
    corrections: Iterable[Correction], at: datetime, *, most: int = NAMED
) -> list[dict[str, Any]]:
    """Corrections as pages, feeds and the API tell of them, with what each touches and readers see.

    Of many the first `most` are named; `others` says how many more there are. One query, and one for each kind
    of object.
    """
    rows = list(corrections)
    ranked = (
        Touched.objects.standing(at)
        .filter(correction__in=rows)
        .annotate(
            nth=Window(RowNumber(), partition_by="correction", order_by="id"),
            many=Window(Count("pk"), partition_by="correction"),
        )
    )
    touched = list(ranked.filter(nth__lte=most))
    seen = log.visible([(one.about, one.about_id) for one in touched], at)
    named: dict[int, list[Touched]] = {row.pk: [] for row in rows}
    others = dict.fromkeys(named, 0)
    for one in touched:
        others[one.correction_id] = max(0, one.many - most)
        if (one.about, one.about_id) in seen:
            named[one.correction_id].append(one)
    return [
        {
            "id": row.pk,
            "url": row.get_absolute_url(),
            "wrong": row.wrong,
            "right": row.right,
            "at": row.change.effective_at,
            "touches": named[row.pk],
            "others": others[row.pk],
        }
        for row in rows
    ]


def _as_sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "。", "！", "？")) else f"{text}."
