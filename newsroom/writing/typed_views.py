"""What the article's form asks about figures that are typed by hand: while writing, and when one is decided."""

from django.contrib import messages
from django.forms import DateField, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from articles.models import Article
from changes.admin import who
from newsroom.importing.deciding_views import decided
from newsroom.writing import deciding as writing
from newsroom.writing.opening import writable, writable_or_new
from newsroom.writing.typed import Finding


@require_POST
def look(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The list for a text as it is typed, before it is saved. `decision=keep` keeps one of its figures first."""
    article = writable_or_new(request, pk)
    refusal = ""
    if article is not None and request.POST.get("decision") == "keep":
        try:
            _keep(request, article, _as_typed(request, article))
        except ValueError as reason:
            refusal = str(reason)
    context = {
        "article": article,
        "findings": _as_typed(request, article),
        "refusal": refusal,
        "unsaved": True,
    }
    return render(request, "admin/newsroom/typed_list.html", context)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on one figure of the text as it was saved, then go back to the article."""
    article = writable(request, pk)
    findings = writing.look_at(article)
    try:
        match request.POST.get("decision"):
            case "keep":
                _keep(request, article, findings)
            case "make":
                finding = writing.found(findings, request.POST.get("key", ""))
                return decided(request, writing.suggest(article, finding), "accept")
            case _:
                finding = writing.found(findings, request.POST.get("key", ""))
                writing.cite_fact(article, finding, by=who(request))
    except ValueError as reason:
        messages.error(request, str(reason))
    return redirect("admin:articles_article_change", pk)


def _keep(request: HttpRequest, article: Article, findings: list[Finding]) -> None:
    """Keep the words of one. PostgreSQL keeps no NUL."""
    finding = writing.found(findings, request.POST.get("key", ""))
    because = request.POST.get("because", "").replace("\0", "")
    writing.keep(article, finding, because=because, by=who(request))


def _as_typed(request: HttpRequest, article: Article | None) -> list[Finding]:
    """What the ledger says of the text that was sent."""
    sent = request.POST
    try:
        dated = DateField(required=False).clean(sent.get("dated", ""))
    except ValidationError:
        dated = None  # the form says so when it is saved
    return writing.look(
        article,
        body=sent.get("body", ""),
        headline=sent.get("headline", ""),
        standfirst=sent.get("standfirst", ""),
        dated=dated,
    )
