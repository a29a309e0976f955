"""The page itself, at /admin/pieces/."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from aiwatch.pieces import cited, records
from changes.models import Change
from companies.timeline import timeline
from companies.tracker import Part
from facts import charts
from questions.asking.forms import AskForm

#: Of the kinds of change, those that look otherwise than the rest, and one of the rest.
TOLD = [
    Change.Kind.PUBLISHED,
    Change.Kind.CORRECTED,
    Change.Kind.SUPERSEDED,
    Change.Kind.RELEASED,
    Change.Kind.SLIPPED,
]


class Fields(forms.Form):
    """One field of each kind."""

    words = forms.CharField(help_text="A hint.")
    choice = forms.ChoiceField(choices=[("a", "The first"), ("b", "The second")])
    day = forms.DateField(widget=forms.DateInput({"type": "date"}))


def pieces(request: HttpRequest) -> HttpResponse:
    """Every piece of the look in every state, drawn by the site's own templates; for whoever works here."""
    if not request.user.is_staff:
        raise PermissionDenied
    now, today = timezone.now(), timezone.localdate()
    rows = records.rows(today)
    body, since = cited.laid()
    models = [row.model for row, _ in rows]
    context: dict[str, Any] = {
        "title": "Every piece in every state",
        "natures": ["measured", "claimed", "estimated", "forecast", "disputed"],
        "tags": ["slip", "overdue", "disputed", "forecast", "window", "newer", "out"],
        "body": body,
        "since": since,
        "callouts": ["did-you-know", "pro-tip", "key-point", "note", "warning"],
        "story": _story(now),
        "news": [
            Change(
                kind=kind, title="Penumbra 2", address="/models/", note="As it was said.", effective_at=now
            )
            for kind in TOLD
        ],
        "corrections": [
            SimpleNamespace(
                id=1, url="/corrections/", at=now, wrong="It said nine million.", right="It is ten."
            )
        ],
        "form": Fields(),
        "faulty": _faulty(),
        "offers": [SimpleNamespace(id=1, text="How many use Penumbra?", url="/questions/")],
        "rows": [row for row, _ in rows],
        "parts": [Part("p-part", "A part", "6 models", rows)],
        "axis": records.axis(today),
        "models": models,
        "timeline": timeline(records.family(today), [records.FAMILY], today=today),
        "tree": records.ties(),
        "record": records.COMPANY,
        "over_time": charts.over_time(records.figures()),
        "side_by_side": charts.side_by_side(records.compared()),
        "figures": _table(),
        "question": SimpleNamespace(
            text="How many use 豆包?", asked_at=now, wanted="At least 40 want to know"
        ),
        "fields": [{"name": "slug", "kind": "words", "about": "Its address."}],
        "way": [("Companies", "/companies/"), ("Umbra Labs", "/companies/")],
        "page": SimpleNamespace(number=2, previous=1, next=3),
    }
    return render(request, "pieces.html", context)


def _story(now: Any) -> dict[str, Any]:
    return {
        "slug": "a-quiet-eclipse",
        "headline": "A quiet eclipse over 豆包",
        "standfirst": "What is seen of it, and by whom.",
        "topics": [{"name": "Shade", "slug": "shade"}],
        "authors": [{"name": "Ada Umber"}, {"name": "Iris Gloam"}],
        "dated": now,
        "reading_minutes": 4,
    }


def _table() -> dict[str, Any]:
    """The figures of a record: the one that is used, and those beside it."""
    first, *others = records.figures()
    beside = [(one, "Older") for one in others]
    group = {"used": first, "rows": len(beside) + 1, "older": 2, "why": "It counts people", "others": beside}
    return {"charts": [], "groups": [group]}


def _faulty() -> AskForm:
    """A form that was sent and refused."""
    form = AskForm({"q": "", "email": "nobody"})
    form.full_clean()
    form.add_error(None, "Too many questions. Wait 5 minutes and send it again.")
    return form
