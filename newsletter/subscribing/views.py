"""The pages behind the links in our mails. Opening one changes nothing: mail scanners open them all."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods


@csrf_exempt  # Whoever has the link may; there is no cookie to be misused.
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button by which whoever reads the mail says that it was they."""
    raise NotImplementedError


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """A button by which a reader leaves; sent, also by one click of a mail program (RFC 8058), they have left."""
    raise NotImplementedError


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """What a reader gets, to be changed."""
    raise NotImplementedError
