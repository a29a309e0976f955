"""The page itself: shown, and sent."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from articles.admin.as_read import Part, compared, would_change
from articles.models import Article, Edition
from articles.publishing import PublishingRefused, publish
from articles.revisions import content_of
from articles.seen import NotAsSeen, refuse_unseen, revision_seen, stands_now
from changes.admin import who
from changes.clock import in_words, zone_at
from newsroom.checking import check
from newsroom.publishing.forms import PublishForm


def publish_page(request: HttpRequest, article: Article) -> HttpResponse:
    """What would change and the form, and once it is sent and in order, the one call that publishes.

    400 where the form is wrong, 409 where the article is not any more as it was shown; nothing typed is lost.
    """
    if request.method != "POST":
        return _shown(request, article, PublishForm(article=article))
    form = PublishForm(request.POST, article=article)
    as_seen = request.POST.get("as_seen") or "unseen"
    try:
        # First of all: what the form lacks may be a question of what became of the article meanwhile.
        refuse_unseen(article, as_seen, timezone.now())
        if form.is_valid():
            edition = publish(article, by=who(request), as_seen=as_seen, **form.as_asked)
            messages.success(request, _done(edition, corrects=bool(form.cleaned_data["correction"])))
            return redirect("admin:articles_article_change", article.pk)
    except NotAsSeen as reason:
        form.add_error(None, str(reason))
        return _shown(request, article, form, meanwhile=_saved_meanwhile(article, as_seen), status=409)
    except PublishingRefused as reason:
        form.add_error(None, str(reason))
    return _shown(request, article, form, status=400)


def _done(edition: Edition, *, corrects: bool) -> str:
    """What came of it, in a sentence or two."""
    number = f"{edition.number}, with the correction," if corrects else str(edition.number)
    until = f" until {in_words(edition.expires_at)}" if edition.expires_at else ""
    if edition.visible_from > timezone.now():
        return f"Edition {number} appears on {in_words(edition.visible_from)}{until}."
    return f"Published as edition {number.rstrip(',')}. Readers see it now{until}."


def _saved_meanwhile(article: Article, as_seen: str) -> list[Part]:
    """What the working copy has that the newest revision, when it was looked at, had not."""
    number = revision_seen(as_seen)
    before = article.revisions.filter(number=number).first() if number else None
    if before is None:
        return []
    return [part for part in compared(before.content, content_of(article)) if part.changed]


def _shown(
    request: HttpRequest,
    article: Article,
    form: PublishForm,
    *,
    meanwhile: list[Part] | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    article = Article.objects.get(pk=article.pk)
    at = form.cleaned_data.get("at") if form.is_bound else None
    starts = max(at, now) if at else now
    live, parts = would_change(article, starts)
    findings = check(article, starts)
    demanded, required, advised = (
        [found for found in findings if found.weight == weight]
        for weight in ("demanded", "required", "advised")
    )
    context: dict[str, Any] = {
        "title": f"Publish: {article}",
        "article": article,
        "form": form,
        # A form that was wrong was still looked at; one that came too late has to be looked at anew.
        "as_seen": form.data["as_seen"]
        if status == 400 and form.data.get("as_seen")
        else stands_now(article),
        "live": live,
        "waiting": Edition.objects.waiting(now).filter(article=article).first(),
        "parts": [part for part in parts if part.changed or live is None],
        "meanwhile": meanwhile or [],
        "open": len(demanded) + len(required),
        "demanded": demanded,
        "required": required,
        "advised": advised,
        "saved": article.revisions.select_related("by").first(),
        "zone": timezone.get_current_timezone_name(),
        "zone_now": zone_at(now),
    }
    page = admin.site.each_context(request) | context
    return TemplateResponse(request, "admin/newsroom/publish.html", page, status=status)
