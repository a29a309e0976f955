"""What browsers may do with our pages: the two content security policies, and what no page ever needs."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csp import ContentSecurityPolicyMiddleware as Policy
from django.utils.csp import CSP


class ContentSecurityPolicyMiddleware(Policy):
    """Django's policy middleware with a second policy for the admin's own paths.

    The admin's Alpine needs 'unsafe-eval' and inline styles, and the editor's import map a nonce. Readers'
    pages need none of it and never get it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Set the header by path, unless the view has set its own."""
        if request.path.startswith("/admin/") and not hasattr(response, "_csp_config"):
            response._csp_config = ADMIN_POLICY  # type: ignore[attr-defined]
        answer: Any = super().process_response(request, response)
        return answer


ADMIN_POLICY = {
    **settings.SECURE_CSP,
    "script-src": [CSP.SELF, CSP.NONCE, CSP.UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
}

#: What browsers would otherwise let a page ask for, also one that somebody managed to put something into.
NEEDED_BY_NONE = ", ".join(
    f"{name}=()"
    for name in (
        *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope"),
        *("local-fonts", "magnetometer", "microphone", "midi", "payment", "serial", "usb"),
    )
)


def allow_nothing(get_response: Callable[[Any], HttpResponseBase]) -> Callable[[Any], HttpResponseBase]:
    """Middleware: no page asks for a camera or a place, and no other site puts a page of ours into its own.

    Pictures, feeds and the API may be shown elsewhere.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers["Permissions-Policy"] = NEEDED_BY_NONE
            response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return answer
