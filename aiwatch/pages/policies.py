"""The two content security policies."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
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
