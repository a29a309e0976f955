"""What an open form of an article asks by itself: to keep what is typed, to forget it, and who else is here."""

from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import date
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article
from articles.workflow import may
from changes.admin import who
from newsroom.writing import autosaving, presence


def writable(request: HttpRequest, pk: int | None) -> Article | None:
    """The article, for whoever may write it; None for one that is new, for whoever may begin one.

    Raises PermissionDenied, and Http404 where there is none.
    """
    article: Article | None = get_object_or_404(Article, pk=pk) if pk else None
    permission = "articles.change_article" if article else "articles.add_article"
    if not (may(request.user, "write", article) and request.user.has_perm(permission)):
        raise PermissionDenied
    return article


@require_POST
def keep(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Keep what the form holds; says when, in the newsroom's time. 410 where it was saved or discarded since."""
    article = writable(request, pk)
    try:
        kept = autosaving.keep(user=who(request), article=article, form=_form(request), sent=request.POST)
    except autosaving.Done as reason:
        return HttpResponse(str(reason), status=410)
    return JsonResponse({"at": _clock(kept.kept_at)})


@require_POST
def discard(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Forget what a form held, and go back to the article."""
    article = writable(request, pk)
    autosaving.finish(user=who(request), form=_form(request))
    if article is None:
        return redirect("admin:articles_article_add")
    return redirect("admin:articles_article_change", article.pk)


@require_POST
def present(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the form is open, or was closed; says who else is here and which version was saved last."""
    article = writable(request, pk)
    assert article is not None  # noqa: S101 - its id is part of the address
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
