"""The WSGI entry point that the server loads."""

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aiwatch.settings")
#: Django's own: all that is loaded for a request is loaded by now.
handler = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  # Read, they are loaded.
# And stays: else each round of the collector goes through it again, and whoever asks then waits for 0.1 s.
gc.collect()
gc.freeze()
REFUSED = (
    b'{"type":"about:blank","title":"Bad Request","status":400,"detail":"The Content-Type cannot be read."}'
)
HEADERS = [("Content-Type", "application/problem+json"), ("Content-Length", str(len(REFUSED)))]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django's answer; 400 for a Content-Type over which its request falls before anything of it can catch that."""
    if environ.get("CONTENT_TYPE"):
        try:
            WSGIRequest(environ.copy())  # It writes its path into what it is made of, decoded.
        except (BadRequest, LookupError):
            start_response("400 Bad Request", HEADERS)
            return [REFUSED]
    return handler(environ, start_response)
