"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from search.documents import find


def search(request: HttpRequest) -> HttpResponse:
    """What was found, or the empty form."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    context = {
        "title": f"Search: {query}" if query else "Search",
        "query": query,
        "hits": find(query) if query else [],
    }
    return render(request, "search/search.html", context)
