"""Files of pictures and logos within the admin, which readers may not see yet."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from articles import renditions
from articles.models import Image, Renditions
from companies.models import Company
from companies.pictures import served


def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture's file, a draft's too, for whoever may see pictures in the admin. Readers get theirs elsewhere."""
    if not request.user.has_perm("articles.view_image"):
        raise PermissionDenied
    return served(str(get_object_or_404(Image, file=name).file.name))


def rendition(request: HttpRequest, name: str, file: str) -> HttpResponseBase:
    """A file made of a picture, of a draft’s too, for whoever may see pictures in the admin."""
    if not request.user.has_perm("articles.view_image"):
        raise PermissionDenied
    found = get_object_or_404(Renditions, name=name)
    if file not in renditions.files(found.sizes, found.old):
        raise Http404
    return served(renditions.path(name, file))


def logo(request: HttpRequest, name: str) -> HttpResponseBase:
    """A company's logo, a private company's too, for whoever may see companies in the admin."""
    if not request.user.has_perm("companies.view_company"):
        raise PermissionDenied
    return served(str(get_object_or_404(Company, logo=name).logo.name))
