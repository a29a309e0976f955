"""Previews that are shared: made and revoked beside the article's form, and read by whoever has the link."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article, Image, Renditions
from articles.previewing import Drawn, draw, respond
from articles.revisions import content_of
from articles.views import made, picture
from changes.admin import who
from changes.forms import Form
from newsroom.models import SharedPreview
from newsroom.writing import sharing
from newsroom.writing.opening import writable


class DaysForm(Form):
    """For how long a link is good."""

    days = forms.IntegerField(min_value=1, max_value=sharing.MOST_DAYS)


@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link to an article's preview."""
    article = writable(request, pk)
    form = DaysForm(request.POST)
    if not form.is_valid():
        return _listed(request, article, f"Not made: choose between 1 and {sharing.MOST_DAYS} days.")
    link = sharing.share(article, by=who(request), days=form.cleaned_data["days"])
    return _listed(request, article, "The link is made. Whoever has it can read the article.", link)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a link at once."""
    link = get_object_or_404(SharedPreview.objects.select_related("article"), pk=pk)
    article = writable(request, link.article_id)
    sharing.revoke(link, by=who(request))
    return _listed(request, article, "Revoked. The link leads nowhere now.")


@require_safe
def read(request: HttpRequest, token: str) -> HttpResponse:
    """The article as publishing would show it now, for whoever has the link. 404 for every link that is not good."""
    link, drawn = _drawn(token)
    if request.method == "GET":
        sharing.count(link, at=timezone.now())
    response = respond(
        request, drawn, template="newsroom/preview.html", images=request.path.rstrip("/"), link=link
    )
    return _unseen(response)


@require_safe
def read_picture(request: HttpRequest, token: str, pk: str, name: str) -> HttpResponseBase:
    """A picture that the article shows, under the same link."""
    _, drawn = _drawn(token)
    return _unseen(picture(Image.objects.filter(pk__in=drawn.pictures), pk, name))


@require_safe
def read_rendition(request: HttpRequest, token: str, name: str, file: str) -> HttpResponseBase:
    """A file made of such a picture, under the same link."""
    _, drawn = _drawn(token)
    names = [row["name"] for row in drawn.pictures.values() if row["name"]]
    return _unseen(made(Renditions.objects.filter(name__in=names), name, file))


def _drawn(token: str) -> tuple[SharedPreview, Drawn]:
    now = timezone.now()
    link = sharing.opened(token, at=now)
    if link is None:
        raise Http404
    return link, draw(link.article, content_of(link.article), at=now)


def _unseen[R: HttpResponseBase](response: R) -> R:
    """Kept by nobody, found by no search engine, and told to no page that is opened from it."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _listed(
    request: HttpRequest, article: Article, said: str, made: SharedPreview | None = None
) -> HttpResponse:
    """The list anew, where the page asks for it by itself; else the article's form."""
    if request.headers.get("HX-Request"):
        return render(
            request, "admin/newsroom/shared.html", sharing.listed(article) | {"said": said, "made": made}
        )
    return redirect("admin:articles_article_change", article.pk)
