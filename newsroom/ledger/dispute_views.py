"""The desk's page of figures that contradict each other, and what an editor decides there."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from changes.admin import who
from facts.deciding import NotDecided, let_rule_decide, offer_again, prefer, settle
from facts.models import Fact, NoDispute
from facts.rivals import all_pairs
from facts.withdrawal import WithdrawalRefused, withdraw
from prepared.paging import Page

#: Pairs on a page, and decisions shown beneath them.
PER_PAGE, DECIDED = 25, 20


def disputes(request: HttpRequest) -> HttpResponse:
    """All pairs of facts that stand and contradict each other, side by side. Seven queries."""
    _must_decide(request)
    page = Page(request, PER_PAGE)
    pairs = all_pairs()
    shown = page.take(pairs[page.window])
    facts = Fact.objects.with_story().in_bulk({pk for both in shown for pk in both})
    public = set(Fact.objects.public().filter(pk__in=facts).values_list("pk", flat=True))
    rows = [[(facts[pk], pk in public) for pk in both] for both in shown]
    settled = NoDispute.objects.select_related(
        *(f"{side}__{name}" for side in ("one", "other") for name in ("subject", "metric")), "by"
    )
    context = {
        "title": "Disputed",
        "pairs": rows,
        "count": len(pairs),
        "page": page,
        "settled": settled[:DECIDED],
        "marked": Fact.objects.current().filter(disputed=True).count(),
    }
    return render(request, "admin/newsroom/disputes.html", {**admin.site.each_context(request), **context})


@require_POST
def no_dispute(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Decide that two facts are no dispute."""
    one, rival = _fact(request, pk), _fact(request, other)
    try:
        settle(one, rival, by=who(request), because=_because(request))
        messages.success(request, f"{one.shown} and {rival.shown} are not offered again.")
    except NotDecided as reason:
        messages.error(request, str(reason))
    return redirect("newsroom:disputes")


@require_POST
def dispute_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that two facts are no dispute."""
    _must_decide(request)
    offer_again(get_object_or_404(NoDispute.objects.select_related("one", "other"), pk=pk))
    messages.success(request, "They are offered again, where they still contradict each other.")
    return redirect("newsroom:disputes")


@require_POST
def withdraw_rival(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw one of two that contradict each other."""
    fact = _fact(request, pk)
    try:
        withdraw(fact, because=_because(request))
        messages.success(request, f"{fact.shown} is withdrawn.")
    except WithdrawalRefused as reason:
        messages.error(request, str(reason))
    return redirect("newsroom:disputes")


@require_POST
def use_rival(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the site use one of two that contradict each other; without a reason where one is chosen, the rule's."""
    fact = _fact(request, pk)
    try:
        if request.POST.get("decision") == "rule":
            let_rule_decide(fact)
            messages.success(request, "The rule decides again which value is used.")
        else:
            prefer(fact, by=who(request), because=_because(request))
            messages.success(request, f"The site uses {fact.shown}.")
    except NotDecided as reason:
        messages.error(request, str(reason))
    return redirect("newsroom:disputes")


def _because(request: HttpRequest) -> str:
    """The reason as typed. PostgreSQL keeps no NUL."""
    return request.POST.get("because", "").replace("\0", "")


def _fact(request: HttpRequest, pk: int) -> Fact:
    """A fact, for whoever decides about facts."""
    _must_decide(request)
    found: Fact = get_object_or_404(Fact, pk=pk)
    return found


def _must_decide(request: HttpRequest) -> None:
    user: Any = request.user
    if not user.has_perm("facts.add_fact"):
        raise PermissionDenied
