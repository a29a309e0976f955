"""The preview beside the editor: the very page of what is typed, for whoever types it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from articles.models import Image, Renditions
from articles.previewing import draw, respond
from articles.views import made, picture
from newsroom.writing.autosaving import as_sent, cleaned
from newsroom.writing.filling import fill
from newsroom.writing.opening import writable_or_new

#: Our styles, fonts and pictures, in a frame of ours; no script runs, whatever was typed.
POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-same-origin"],
}


@require_POST
@csp_override(POLICY)
@xframe_options_sameorigin
def preview(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The page of what a form holds now, as publishing would show it."""
    filled = fill(request, writable_or_new(request, pk), as_sent(cleaned(request.POST)))
    drawn = draw(filled.article, filled.content)
    return respond(request, drawn, template="articles/article.html", images="/admin/preview")


@require_safe
@csp_override(POLICY)
@xframe_options_sameorigin
def frame(request: HttpRequest) -> HttpResponse:
    """An empty page under the preview's policy, into which static/admin/editor/preview.js puts what it gets."""
    return HttpResponse(
        '<!doctype html><html lang="en"><head><title>Preview</title></head><body></body></html>'
    )


@require_safe
def preview_picture(request: HttpRequest, pk: str, name: str) -> HttpResponseBase:
    """A picture in a preview, which readers may not see yet."""
    if not request.user.has_perm("articles.view_image"):
        raise PermissionDenied
    return picture(Image.objects.all(), pk, name)


@require_safe
def preview_rendition(request: HttpRequest, name: str, file: str) -> HttpResponseBase:
    """A file made of such a picture."""
    if not request.user.has_perm("articles.view_image"):
        raise PermissionDenied
    return made(Renditions.objects.all(), name, file)
