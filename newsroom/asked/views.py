"""The page of what is asked and not known, and what is begun on it."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles.workflow import may
from changes.admin import who
from changes.dialogs import form_of
from newsroom.asked import board
from newsroom.asked.beginning import NotBegun, begin_draft, look_for_figure, stop_looking
from questions.models import Question


def asked(request: HttpRequest) -> HttpResponse:
    """The board, by record or by topic."""
    if not may(request.user, "edit"):
        raise PermissionDenied
    by: board.By = "topic" if request.GET.get("by") == "topic" else "record"
    context = {
        **admin.site.each_context(request),
        "title": "Asked and not known",
        "by": by,
        "board": board.board(by),
        "most": board.MOST,
    }
    return render(request, "admin/newsroom/asked.html", context)


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin what is to answer a question: a draft leads to its form, a figure back to the board."""
    if not may(request.user, "edit"):
        raise PermissionDenied
    question = get_object_or_404(Question, pk=pk)
    verb = VERBS.get(request.POST.get("begin", ""))
    if verb is None:
        raise Http404("There is nothing of that name to begin.")
    try:
        return redirect(verb(request, question))
    except NotBegun as reason:
        messages.error(request, str(reason))
        return redirect(_back(request, question))


def _draft(request: HttpRequest, question: Question) -> str:
    article = begin_draft(question, by=who(request), records=board.about(question))
    messages.success(request, "A draft with the question as its headline; the question is attached.")
    return form_of(article)


def _fact(request: HttpRequest, question: Question) -> str:
    look_for_figure(question, by=who(request), note=request.POST.get("note", ""))
    messages.success(request, "It stands on the board that you look for a figure.")
    return _back(request, question)


def _stop(request: HttpRequest, question: Question) -> str:
    stop_looking(question, by=who(request))
    messages.success(request, "Nobody looks for the figure now.")
    return _back(request, question)


VERBS: dict[str, Callable[[HttpRequest, Question], str]] = {"draft": _draft, "fact": _fact, "stop": _stop}


def _back(request: HttpRequest, question: Question) -> str:
    by = {"by": "topic"} if request.POST.get("by") == "topic" else {}
    return reverse("newsroom:asked", query=by) + f"#asked-{question.pk}"
