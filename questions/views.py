"""Pages of questions: the answered, the open, and each one's own."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cards import keeping
from changes.corrections import shown_on
from companies.jsonld import Step, json_ld, listing, trail
from companies.models import Record
from prepared.paging import Page
from questions import carding, describing, feeds
from questions.answering.versions import told
from questions.matching import finding
from questions.models import Question
from questions.narrowing import ANSWERED, OPEN, About, QuestionsForm
from questions.reading import as_read

PER_PAGE = 50
BESIDE = 6
TITLE = gettext_lazy("Questions")
DESCRIPTION = gettext_lazy("Readers ask. We answer each question once, in public.")
OPEN_DESCRIPTION = gettext_lazy(
    "What readers want to know and we have not answered yet, the most wanted first."
)


def questions(request: HttpRequest) -> HttpResponse:
    """Answered questions, newest answer first, and the most wanted open ones; 400 for what cannot be asked for."""
    now = timezone.now()
    form = QuestionsForm(request.GET, at=now)
    if not form.is_valid():
        return _refused(request, form)
    answered = form.narrowed(Question.objects.public(now).with_live_article(now).select_related("answer"))
    closest = _closest(form, answered, now)
    rows = form.holding_words(answered).exclude(pk__in=[near.pk for near in closest])
    page = Page(request, PER_PAGE)
    found = page.take(list(rows.newest()[page.window]))
    wanted = form.open_holding_words(form.narrowed(Question.objects.awaited(now))).most_wanted()
    context = _about(request, form, ANSWERED, DESCRIPTION) | {
        "page": page,
        "closest": closest if page.number == 1 else [],
        "questions": found,
        "wanted": wanted[:BESIDE],
        "hidden": bool(form.cleaned_data["q"]) or bool(form.asked and not found),
        "feed": feeds.named(form.cleaned_data["record"], form.cleaned_data["topic"]),
    }
    return render(request, "questions/questions.html", context)


def _closest(form: QuestionsForm, answered: Any, now: datetime) -> list[Question]:
    """The answered questions that ask what the words searched for ask, in their own words; best first."""
    words = form.cleaned_data["q"]
    ids = [match.id for match in finding.similar(words, at=now)] if words else []
    found = answered.in_bulk(ids) if ids else {}
    return [found[pk] for pk in ids if pk in found]


def open_questions(request: HttpRequest) -> HttpResponse:
    """Open questions, the most wanted first; 400 for what cannot be asked for."""
    now = timezone.now()
    form = QuestionsForm(request.GET, at=now)
    if not form.is_valid():
        return _refused(request, form)
    rows = form.narrowed(Question.objects.awaited(now).with_live_article(now))
    page = Page(request, PER_PAGE)
    found = form.open_holding_words(rows).most_wanted()[page.window]
    context = _about(request, form, OPEN, OPEN_DESCRIPTION) | {
        "way": [(TITLE, reverse("questions:questions"))],
        "page": page,
        "questions": page.take(list(found)),
        "hidden": bool(form.asked),
    }
    return render(request, "questions/open.html", context)


def _about(request: HttpRequest, form: QuestionsForm, called: About, description: Any) -> dict[str, Any]:
    """What a list says of itself. The form must be valid."""
    title = form.say(called)
    address = request.path + (f"?{form.asked}" if form.asked else "")
    linked_data = listing(title, address, description)
    if called is OPEN:
        linked_data += json_ld(trail([(TITLE, reverse("questions:questions")), (title, address)]))
    return {
        "title": title,
        "description": description,
        "linked_data": linked_data,
        "canonical": settings.SITE_URL + address,
        "narrowing": form.asked,
        "form": form,
        "record": form.cleaned_data["record"],
        "topic": form.cleaned_data["topic"],
        "query": form.cleaned_data["q"],
    }


def _refused(request: HttpRequest, form: QuestionsForm) -> HttpResponse:
    context = {"title": TITLE, "description": DESCRIPTION, "form": form, "hidden": True}
    return render(request, "questions/refused.html", context, status=400)


def question(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A question, answered or open; the id says which. An old slug leads to today's, a duplicate to what it repeats."""
    now = timezone.now()
    shown = Question.objects.shown(now).with_live_article(now).with_answer(now)
    found = shown.filter(pk=pk).first() or shown.repeated_by(pk).first()
    if found is None:
        raise Http404
    if (found.pk, found.slug) != (pk, slug):
        return redirect(found, permanent=True)
    return _answered(request, found, now) if hasattr(found, "answer") else _open(request, found, now)


def card(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The card of a question, while readers see it and it stands as it is drawn. Two queries at most."""
    now = timezone.now()
    found = get_object_or_404(Question.objects.shown(now).with_answer(now), pk=pk)
    return keeping.served(request, carding.KIND, found.pk, carding.card(found))


def _answered(request: HttpRequest, found: Question, now: datetime) -> HttpResponse:
    corrected = shown_on("question", found.pk, now)
    answer, rests = as_read(found.answer, now)
    context = _of(found, describing.answered(found, corrected), now) | {
        "answer": answer,
        "rests": rests,
        "corrections": corrected,
        "changed": told(found.answer),
    }
    return render(request, "questions/question.html", context)


def _open(request: HttpRequest, found: Question, now: datetime) -> HttpResponse:
    others = Question.objects.awaited(now).exclude(pk=found.pk).most_wanted()[:BESIDE]
    context = _of(found, describing.unanswered(found), now) | {"wanted": others}
    return render(request, "questions/open_question.html", context)


def _of(found: Question, described: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What both kinds of page say of a question."""
    way: list[Step] = [(TITLE, reverse("questions:questions"))]
    return {
        "title": found.text,
        "social": keeping.social(carding.KIND, found.pk, carding.card(found)),
        "linked_data": json_ld(described, trail([*way, (found.text, found.get_absolute_url())])),
        "way": way,
        "question": found,
        "records": Record.objects.public(now).filter(questions=found),
        "newest": Question.objects.public(now).newest().exclude(pk=found.pk)[:5],
    }
