"""What an open form of an article asks by itself: to keep what is typed, to forget it, and who else is here."""

from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.defaultfilters import date
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from changes.admin import who
from newsroom.writing import autosaving, presence
from newsroom.writing.opening import writable, writable_or_new


@require_POST
def keep(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Keep what the form holds; says when, in the newsroom's time. 410 where it was saved or discarded since."""
    article = writable_or_new(request, pk)
    try:
        kept = autosaving.keep(user=who(request), article=article, form=_form(request), sent=request.POST)
    except autosaving.Done as reason:
        return HttpResponse(str(reason), status=410)
    return JsonResponse({"at": _clock(kept.kept_at)})


@require_POST
def discard(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Forget what a form held, and go back to the article."""
    article = writable_or_new(request, pk)
    autosaving.finish(user=who(request), form=_form(request))
    if article is None:
        return redirect("admin:articles_article_add")
    return redirect("admin:articles_article_change", article.pk)


@require_POST
def present(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the form is open, or was closed; says who else is here and which version was saved last."""
    article = writable(request, pk)
    if "left" in request.POST:
        presence.leave(article, user=who(request))
        return HttpResponse(status=204)
    others = presence.arrive(article, user=who(request))
    found: dict[str, Any] = {
        "version": article.version,
        "others": [
            {"name": other.name, "since": _clock(other.since), "typing": other.typing} for other in others
        ],
    }
    if request.POST.get("based_on") != str(article.version) and (newest := article.revisions.first()):
        found["saved"] = {
            "by": presence.name_of(newest.by) if newest.by else "",
            "own": newest.by_id == who(request).pk,
            "at": _clock(newest.at),
        }
    return JsonResponse(found)


@require_safe
def token(request: HttpRequest) -> HttpResponse:
    """A form's token after signing in again: the one that an open form has is of the session before."""
    return JsonResponse({"token": get_token(request)})


def _form(request: HttpRequest) -> UUID:
    if form := autosaving.form_of(request.POST):
        return form
    raise BadRequest("The field _form must say which open form this is.")


def _clock(at: Any) -> str:
    """The time of day in the newsroom's zone, with the day where it is not today."""
    local = timezone.localtime(at)
    return date(local, "H:i" if local.date() == timezone.localdate() else "j F, H:i")
