"""What the body editor's dialogs ask of the server: names to link to, pictures, and making words a fact."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import DateField, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from changes.admin import who
from facts.picking import described
from newsroom.writing import inserting, making
from newsroom.writing.making_form import MakingForm

#: How much of a text is read to find what a figure is of.
LOOKS_BACK, LOOKS_AHEAD = 20_000, 2_000


@require_GET
def links(request: HttpRequest) -> JsonResponse:
    """Where a link may lead: `?q=` words; `?among=records` or `articles` alone."""
    words, among = _words(request), request.GET.get("among")
    kinds = {
        "records": ("companies.view_record", inserting.records),
        "articles": ("articles.view_article", inserting.articles),
    }
    if not any(request.user.has_perm(permission) for permission, _ in kinds.values()):
        raise PermissionDenied
    found: list[dict[str, Any]] = []
    for kind, (permission, search) in kinds.items():
        if among in {None, "", kind} and request.user.has_perm(permission):
            found += search(words)
    return JsonResponse({"results": found})


@require_GET
def pictures(request: HttpRequest) -> JsonResponse:
    """Pictures for a text: `?q=` words of their titles."""
    if not request.user.has_perm("articles.view_image"):
        raise PermissionDenied
    return JsonResponse({"results": inserting.pictures(_words(request))})


@require_POST
def make_fact(request: HttpRequest) -> HttpResponse:
    """The form in which selected words are made a fact, filled in from them; with `record`, the fact that it makes."""
    if not request.user.has_perms(("facts.add_fact", "facts.add_source")):
        raise PermissionDenied
    if "record" not in request.POST and "all_the_same" not in request.POST:
        form = MakingForm(initial=_understood(request))
        return _shown(request, form)
    form = MakingForm(request.POST)
    fact = making.record(form, by=who(request))
    return _shown(request, form) if fact is None else JsonResponse(described(fact))


def _understood(request: HttpRequest) -> dict[str, Any]:
    """What the words say of themselves where they stand."""
    sent = {name: request.POST.get(name, "").replace("\0", "") for name in ("words", "before", "after")}
    try:
        dated = DateField(required=False).clean(request.POST.get("dated", ""))
    except ValidationError:
        dated = None  # the form says so when it is saved
    return making.understood(
        sent["words"][:300],
        before=sent["before"][-LOOKS_BACK:],
        after=sent["after"][:LOOKS_AHEAD],
        dated=dated,
    )


def _shown(request: HttpRequest, form: MakingForm) -> HttpResponse:
    return render(request, "admin/newsroom/make_fact.html", {"form": form})


def _words(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\0", " ").split())[:200]
