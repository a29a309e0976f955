"""The queue as a page of the admin, and what is decided on it. Works with forms alone; a script adds the keys."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_POST

from changes.admin import who
from changes.texts import number
from companies.models import Record
from questions.answering import giving
from questions.deciding import flooding, moderation
from questions.deciding.ground import DecisionRefused, begin, in_hand, may_moderate, possible, told
from questions.deciding.merging import merge
from questions.deciding.queue import PARTS, after, queue
from questions.matching.finding import duplicates_of
from questions.models import Question

#: So many are found by the words that an editor types to merge.
FOUND = 8


def look(request: HttpRequest) -> HttpResponse:
    """The queue with one question: the first, or the one that the address names."""
    _must_moderate(request)
    asked = request.GET.get("at", "")
    pk = number(asked)
    if asked and (pk is None or not Question.objects.filter(pk=pk).exists()):
        raise Http404("There is no such question.")
    return _page(request, key=request.GET.get("show", ""), pk=pk)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about a question, and go on to the next; what is refused is said beside what was typed."""
    _must_moderate(request)
    question = get_object_or_404(Question, pk=pk)
    shown, verb = request.POST.get("show", ""), request.POST.get("verb", "")
    key = shown if shown in PARTS else ""
    if verb not in VERBS:
        raise Http404("There is nothing of that name to do.")
    at = timezone.now()
    try:
        with transaction.atomic():
            said = VERBS[verb](request, question)
    except (DecisionRefused, giving.AnswerRefused) as reason:
        messages.error(request, str(reason))
        return _page(request, key=key, pk=pk)
    messages.success(request, said)
    if verb == "answer":
        return redirect(reverse("admin:questions_question_change", args=[pk]) + "#id_answer-0-text")
    if verb in STAYING:
        return redirect(address(show=key, at=pk))
    # By the part that it was in: the address may be one without any.
    following = after(question, key, at) if key else None
    return redirect(address(show=key if following else "", at=following, last=pk))


def address(*, show: str = "", at: int | None = None, last: int | None = None) -> str:
    """Where the queue shows a part and a question of it; last: what was decided before, to be undone."""
    query = {name: value for name, value in (("show", show), ("at", at), ("last", last)) if value}
    return reverse("admin:questions_question_queue", query=query) + "#question"


def _page(request: HttpRequest, *, key: str, pk: int | None) -> HttpResponse:
    """The page, whatever waits: a constant number of queries."""
    at = timezone.now()
    shown = queue(key=key, chosen=pk, page=number(request.GET.get("page", "")) or 1, at=at)
    last = number(request.GET.get("last", ""))
    decided = Question.objects.filter(pk=last).first() if last else None
    context = {
        **admin.site.each_context(request),
        "title": "Readers’ questions",
        "queue": shown,
        "decided": decided if decided and "take back" in possible(decided) else None,
        "typed": request.POST,
        **(_about(request, shown.chosen) if shown.chosen else {}),
    }
    return render(request, "admin/questions/queue.html", context)


def _about(request: HttpRequest, question: Question) -> dict[str, Any]:
    """What is told of a question besides itself."""
    sought = request.GET.get("q", "").replace("\0", "").strip()[:100]
    holder = in_hand(question)
    can = possible(question)
    return {
        "question": question,
        "can": {verb.replace(" ", "_") for verb in can},
        "holder": holder,
        "mine": holder == request.user,
        "held": told(holder, question) if holder else "",
        "records": Record.objects.filter(questions=question),
        "likely": _likely(question) if "merge" in can else [],
        "sought": sought,
        "found": _holding(sought, question) if sought and "merge" in can else [],
        "flood": flooding.size(question),
    }


def _likely(question: Question) -> list[Question]:
    """Questions that seem to ask the same, the likeliest first. One query after those that find them."""
    pks = [match.id for match in duplicates_of(question)]
    found = Question.objects.in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


def _holding(words: str, question: Question) -> Any:
    """Questions that hold all these words and that another can be merged into. One query."""
    rows = Question.objects.filter(state__in=["received", "open", "answered"]).exclude(pk=question.pk)
    for word in words.split():
        rows = rows.filter(text__icontains=word)
    return rows[:FOUND]


def _answer(request: HttpRequest, question: Question) -> str:
    moderation.claim(question, by=who(request))
    return "You have it in hand for two hours."


def _claim(request: HttpRequest, question: Question) -> str:
    moderation.claim(question, by=who(request))
    return "You have it in hand for two hours."


def _take_over(request: HttpRequest, question: Question) -> str:
    moderation.claim(question, by=who(request), take_over=True)
    return "You have it in hand now."


def _let_go(request: HttpRequest, question: Question) -> str:
    moderation.let_go(question, by=who(request))
    return "Nobody has it in hand now."


def _still_right(request: HttpRequest, question: Question) -> str:
    giving.still_right(begin(question, "claim", by=who(request)))
    return f"Still right: {_named(question)}. Readers are told the day."


def _open(request: HttpRequest, question: Question) -> str:
    moderation.open_to_readers(question, by=who(request), seen=_seen(request))
    return f"Readers see {_named(question)}."


def _decline(request: HttpRequest, question: Question) -> str:
    reason = request.POST.get("reason", "")
    moderation.decline(question, by=who(request), reason=reason, seen=_seen(request))
    return f"Declined: {_named(question)}."


def _spam(request: HttpRequest, question: Question) -> str:
    moderation.spam(question, by=who(request), seen=_seen(request))
    return f"Marked as spam: {_named(question)}."


def _flood(request: HttpRequest, question: Question) -> str:
    done, left = flooding.spam_from_network(question, by=who(request))
    return f"Marked as spam: {done}." + (f" {left} more wait from that network: press again." if left else "")


def _merge(request: HttpRequest, question: Question) -> str:
    chosen = request.POST.get("other", "").strip().lstrip("#") or request.POST.get("into", "")
    pk = number(chosen)
    into = None if pk is None else Question.objects.filter(pk=pk).first()
    if into is None:
        raise DecisionRefused(
            "Choose the question that asks the same, or give the number of one that there is."
        )
    kept = merge(question, into, who(request), seen=_seen(request))
    return f"Merged into {_named(kept)}: {kept.times_asked} want to know."


def _take_back(request: HttpRequest, question: Question) -> str:
    found = moderation.take_back(question, by=who(request), seen=_seen(request))
    return f"Taken back: {_named(found)}."


#: What can be decided, by its name in the form.
VERBS: dict[str, Callable[[HttpRequest, Question], str]] = {
    **{"answer": _answer, "claim": _claim, "take over": _take_over, "let go": _let_go, "open": _open},
    **{"decline": _decline, "spam": _spam, "flood": _flood, "merge": _merge, "take back": _take_back},
    "still right": _still_right,
}
#: After these the same question is looked at.
STAYING = {"claim", "take over", "let go", "take back"}


def _seen(request: HttpRequest) -> str | None:
    return request.POST.get("seen") or None


def _named(question: Question) -> str:
    return f"“{Truncator(question.text).chars(80)}”"


def _must_moderate(request: HttpRequest) -> None:
    if not may_moderate(request.user):
        raise PermissionDenied
