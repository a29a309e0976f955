"""The search page, and what is offered as one types."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from prepared.paging import Page
from search.documents import look_up
from search.finding import NOTHING, Found
from search.forms import KINDS, SearchForm
from search.suggesting import suggest as suggested

PER_PAGE = 20
DESCRIPTION = gettext_lazy("Stories, companies, models, figures and questions, in English or Chinese.")
#: What something is that is offered, in a word.
NOUNS = {
    "article": gettext_lazy("story"),
    "company": gettext_lazy("company"),
    "product": gettext_lazy("product"),
    "family": gettext_lazy("model family"),
    "model": gettext_lazy("model"),
    "market": gettext_lazy("market"),
    "fact": gettext_lazy("figure"),
    "question": gettext_lazy("question"),
}


def search(request: HttpRequest) -> HttpResponse:
    """What was found, by kind and narrowed, or the empty form; 400 for what cannot be asked for.

    A form's empty fields are left out of the address, at which it is found again.
    """
    if (asked_for := _filled_in(request.GET)) != [*request.GET.lists()]:
        clean = urlencode(asked_for, doseq=True)
        return redirect(reverse("search:search") + (f"?{clean}" if clean else ""))
    now = timezone.now()
    form = SearchForm(request.GET, at=now)
    valid, page, found = form.is_valid(), Page(request, PER_PAGE), NOTHING
    given: dict[str, Any] = form.cleaned_data if valid else {}
    if query := given.get("q", ""):
        found = look_up(
            query,
            kinds=[given["kind"]] if given["kind"] else [],
            topic=given["topic"],
            record=given["record"],
            after=given["after"],
            before=given["before"],
            start=page.window.start,
            limit=PER_PAGE + 1,
            at=now,
        )
    asked = {name: str(value) for name, value in given.items() if value and name != "page"}
    hits = page.take(found.hits)
    context = {
        "title": gettext("Search: %(query)s") % {"query": query} if query else gettext("Search"),
        "description": DESCRIPTION,
        # What is found stands under the address of the search itself; where nothing is, there is nothing to keep.
        "hidden": not valid or page.number > 1 or bool(query and not hits),
        "form": form,
        "query": query,
        "found": found,
        "hits": hits,
        "page": page,
        "tabs": _tabs(found, asked),
        "narrowing": urlencode(asked),
        "narrowed": asked.keys() - {"q", "kind"},
        "without": urlencode({"q": query}),
    }
    return render(request, "search/search.html", context, status=200 if valid else 400)


def _filled_in(asked: QueryDict) -> list[tuple[str, list[str]]]:
    """What is asked without the form's fields that hold nothing."""
    filled = [
        (name, [value for value in values if value.strip() or name not in SearchForm.base_fields])
        for name, values in asked.lists()
    ]
    return [(name, values) for name, values in filled if values]


def _tabs(found: Found, asked: dict[str, str]) -> list[dict[str, Any]]:
    """The kinds of which something was found, each with its address; first all."""
    rest = {name: value for name, value in asked.items() if name != "kind"}
    kind, whole = asked.get("kind", ""), sum(found.counts.values())
    counted = [
        ("", gettext("All"), whole),
        *((one, label, found.counts.get(one, 0)) for one, label in KINDS.items()),
    ]
    return [
        {
            "label": label,
            "count": f"{count:,}{'+' * found.more}",
            "url": "?" + urlencode(rest | ({"kind": one} if one else {})),
            "chosen": one == kind,
        }
        for one, label, count in counted
        if count or one == kind
    ]


def suggest(request: HttpRequest) -> JsonResponse:
    """Names, headlines and questions that begin so, for the form's script."""
    offered = suggested(request.GET.get("q", "").replace("\x00", ""))
    return JsonResponse(
        {"suggestions": [one._asdict() | {"called": str(NOUNS[one.kind])} for one in offered]}
    )
