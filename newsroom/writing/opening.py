"""The article that a request is about, for whoever may write it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from articles.models import Article
from articles.workflow import may


def writable(request: HttpRequest, pk: int) -> Article:
    """The article, for whoever may write it. Raises PermissionDenied, and Http404 where there is none."""
    article: Article = get_object_or_404(Article, pk=pk)
    if not (may(request.user, "write", article) and request.user.has_perm("articles.change_article")):
        raise PermissionDenied
    return article


def writable_or_new(request: HttpRequest, pk: int | None) -> Article | None:
    """The same; None, without an id, for whoever may begin an article."""
    if pk is not None:
        return writable(request, pk)
    if not (may(request.user, "write") and request.user.has_perm("articles.add_article")):
        raise PermissionDenied
    return None
