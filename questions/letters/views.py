"""The page behind the link by which readers have their address deleted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from questions.letters import forgetting
from questions.letters.forgetting import NoSuchLink


@csrf_exempt  # Whoever has the link may; there is no cookie to be misused.
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest, token: str) -> HttpResponse:
    """Say what is kept, with a button; sent, delete it. Opening the link alone changes nothing: mail scanners do."""
    try:
        kept = forgetting.whom(token)
        if request.method == "POST":
            forgetting.forget(token)
            kept = []
        context = {"kept": kept, "done": request.method == "POST"}
        response = render(request, "questions/forget.html", context)
    except NoSuchLink:
        response = render(request, "questions/forget.html", {"broken": True}, status=404)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
