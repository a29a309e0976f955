"""The ledger: all public facts, as a page and as a table to keep."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from api.language import in_english
from companies.jsonld import json_ld, listing
from facts import describing, exporting
from facts.forms import LedgerForm
from facts.models import Fact
from facts.rivals import mark_for_readers
from facts.walking import NoSuchFigure, walked

PER_PAGE = 50
TITLE = gettext_lazy("Figures")
DESCRIPTION = gettext_lazy(
    "What we hold to be known of AI companies, their products and models: who says so, and of when."
)


def facts(request: HttpRequest) -> HttpResponse:
    """Public facts by subject, those that stand unless others are asked for; 400 for what cannot be asked for."""
    now = timezone.now()
    form = LedgerForm(request.GET, at=now)
    context: dict[str, Any] = {
        "title": TITLE,
        "description": DESCRIPTION,
        "linked_data": [
            *listing(TITLE, request.path, DESCRIPTION),
            *json_ld(describing.ledger(TITLE, DESCRIPTION, now)),
        ],
        "form": form,
    }
    if not form.is_valid():
        return render(request, "facts/facts.html", context, status=400)
    try:
        ids, more = walked(form.narrowed(), after=form.cleaned_data["after"], size=PER_PAGE)
    except NoSuchFigure as reason:
        raise Http404("There is no such page.") from reason
    shown = Fact.objects.listed(now).in_bulk(ids)
    narrowing = urlencode(form.asked)
    after = form.cleaned_data["after"]
    asked = urlencode(form.asked | ({"after": after} if after else {}))
    context |= {
        "canonical": settings.SITE_URL + request.path + (f"?{asked}" if asked else ""),
        "narrowing": narrowing,
        "day": form.cleaned_data["as_known_on"],
        "begun": form.cleaned_data["after"],
        "further": urlencode(form.asked | {"after": ids[-1]}) if more else "",
        "facts": mark_for_readers([shown[pk] for pk in ids if pk in shown], now),
    }
    return render(request, "facts/facts.html", context)


def csv(request: HttpRequest) -> StreamingHttpResponse:
    """The whole ledger with both times, also what gave way: read and sent piece by piece."""
    now = timezone.now()
    pieces = in_english(exporting.pieces(Fact.objects.listed(now), now))
    headers = {"Content-Disposition": f'attachment; filename="facts-{timezone.localdate():%Y-%m-%d}.csv"'}
    return StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8", headers=headers)
