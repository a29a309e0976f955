"""Deciding what an import suggested for an article, one by one or all at once."""

import re

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from articles.models import Article, Suggestion
from changes.admin import who
from facts.models import Fact
from facts.twice import contradicts
from newsroom.importing import suggestions
from newsroom.writing.opening import writable


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or dismiss one suggestion, then go back to its article; show first what the ledger says already."""
    suggestion = get_object_or_404(Suggestion, pk=pk)
    writable(request, suggestion.article_id)
    return decided(request, suggestion, request.POST.get("decision", ""))


def decided(request: HttpRequest, suggestion: Suggestion, decision: str) -> HttpResponse:
    """What comes of a decision: back to the article, or first what the ledger says of the same time."""
    try:
        _decide(suggestion, decision, who(request))
    except suggestions.SaidAlready as reason:
        said = [(other, contradicts(reason.fact, other)) for other in reason.others]
        context = {"title": "Said already", "suggestion": suggestion, "fact": reason.fact, "others": said}
        page = admin.site.each_context(request) | context
        return render(request, "admin/newsroom/already.html", page)
    except ValueError as reason:
        messages.error(request, str(reason))
    return redirect("admin:articles_article_change", suggestion.article_id)


def _decide(suggestion: Suggestion, decision: str, by: User) -> None:
    """What the button says. Raises NotAccepted."""
    match decision:
        case "accept":
            suggestions.accept(suggestion, by=by)
        case "all the same":
            suggestions.accept(suggestion, by=by, all_the_same=True)
        case cite if re.fullmatch("cite [0-9]{1,18}", cite):
            fact = get_object_or_404(Fact.objects.current(), pk=int(cite.removeprefix("cite ")))
            suggestions.cite_instead(suggestion, fact, by=by)
        case _:
            suggestions.dismiss(suggestion, by=by)


@require_POST
def accept_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept every open suggestion of an article that can be; say what the others wait for."""
    accepted, refused = _accept_what_can_be(writable(request, pk), who(request))
    messages.success(request, f"{accepted} accepted.")
    for reason in refused[:5]:
        messages.warning(request, reason)
    return redirect("admin:articles_article_change", pk)


@transaction.atomic
def _accept_what_can_be(article: Article, by: User) -> tuple[int, list[str]]:
    """Go through the open ones until none more can be accepted: a family may wait for its company."""
    accepted = 0
    while True:
        before, refused = accepted, []
        for suggestion in article.suggestions.filter(state=Suggestion.State.OPEN):
            try:
                suggestions.accept(suggestion, by=by)
                accepted += 1
            except ValueError as reason:
                refused.append(str(reason))
        if accepted == before or not refused:
            return accepted, refused
