"""The desk's list of figures that gave way, the texts that cite one, and superseding with all of them in view."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from articles.workflow import may
from changes.admin import who
from facts.models import Fact
from facts.supersession import SupersessionRefused, must_stand
from facts.watching import Standing, standings
from newsroom.models import Rollout
from newsroom.rollout import background
from newsroom.rollout.deciding import (
    Choice,
    Outcome,
    decide,
    keep_the_rest,
    roll_out,
    successor_of,
    update_the_rest,
)
from newsroom.rollout.flags import flagged
from newsroom.rollout.forms import RestForm, SupersedeForm, decisions
from newsroom.rollout.places import count, places

PER_PAGE = 50


def figures(request: HttpRequest) -> HttpResponse:
    """Figures that do not simply stand and that something cites undecided, the most cited first."""
    _must_edit(request)
    return _page(
        request,
        "figures",
        title="Figures that gave way",
        rows=flagged(),
        rollouts=Rollout.objects.filter(finished_at=None).select_related("old", "new"),
    )


def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """The texts that cite one figure which gave way, to be decided one by one or all at once."""
    _must_edit(request)
    fact = get_object_or_404(Fact.objects.with_story(), pk=pk)
    standing = _standing(fact)
    new = successor_of(standing)
    form = RestForm(request.POST or None, initial={"note": _note(fact, new)})
    if request.method == "POST" and form.is_valid():
        done = decide(
            decisions(request.POST), old=fact, new=new, by=who(request), note=form.cleaned_data["note"]
        )
        _decide_the_rest(request, fact, new, form)
        _report(request, done)
        return redirect("newsroom:figure", fact.pk)
    latest = Rollout.objects.filter(old=fact).first()
    context = {"fact": fact, "standing": standing, "new": new, "form": form, "rollout": latest}
    return _page(request, "figure", title=str(fact), **context, **_places(request, fact, standing, new))


def supersede(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what takes a fact's place, see what cites it, decide, and do all of it in one step."""
    if not request.user.has_perm("facts.add_fact"):
        raise PermissionDenied
    fact = get_object_or_404(Fact.objects.with_story(), pk=pk)
    if request.method != "POST":
        try:
            must_stand(fact)
        except SupersessionRefused as reason:
            messages.error(request, str(reason))
            return redirect("admin:facts_fact_change", fact.pk)
    form = SupersedeForm(fact, request.POST or None, initial={"source": request.GET.get("source")})
    rest = RestForm(request.POST if "decided" in request.POST else None)
    context: dict[str, Any] = {"fact": fact, "form": form, "rest": rest}
    if request.method == "POST" and form.is_valid():
        proposed = form.proposed()
        seen = _places(request, fact, _superseded(fact), proposed)
        if rest.is_valid() if rest.is_bound else not seen["total"]:
            try:
                return _supersede(request, fact, form, rest)
            except (SupersessionRefused, ValidationError) as reason:
                _refuse(form, reason)
        rest.initial["note"] = _note(fact, proposed)
        context |= {"proposed": proposed, **seen}
    return _page(request, "supersede", title=f"Supersede: {fact}", **context)


@transaction.atomic
def _supersede(request: HttpRequest, fact: Fact, form: SupersedeForm, rest: RestForm) -> HttpResponse:
    values = form.values()
    if source := form.new_source():
        source.full_clean()
        source.save()
        values["source"] = source
    note = rest.cleaned_data["note"] if rest.is_valid() else ""
    successor, done = roll_out(
        fact,
        decisions(request.POST),
        by=who(request),
        because=form.cleaned_data["because"],
        note=note,
        **values,
    )
    if rest.is_valid():
        _decide_the_rest(request, fact, successor, rest)
    messages.success(request, f"{fact.shown} gave way to {successor.shown}.")
    _report(request, done)
    left = count(_standing(fact), timezone.now())
    if left:
        messages.info(request, f"Texts that cite it and are flagged: {left}. Decide here, or later.")
        return redirect("newsroom:figure", fact.pk)
    return redirect("admin:facts_fact_change", successor.pk)


def _decide_the_rest(request: HttpRequest, fact: Fact, new: Fact | None, form: RestForm) -> None:
    """Do with the texts that were left flagged what was chosen for all of them."""
    rest, by = form.cleaned_data["rest"], who(request)
    if rest == Choice.KEEP:
        messages.success(request, f"Texts that keep the figure as of its day: {keep_the_rest(fact, by=by)}.")
    elif rest == Choice.UPDATE and new is not None:
        if not may(by, "publish"):
            messages.error(request, "To change what readers see one must be allowed to publish it.")
            return
        note = form.cleaned_data["note"]
        _report(request, update_the_rest(fact, new, by=by, note=note))
        rollout = background.want(fact, new, by=by, note=note)
        messages.success(request, f"Articles that are being updated, one after the other: {rollout.total}.")


def _report(request: HttpRequest, done: Outcome) -> None:
    """Say what was done, and for each that was refused why."""
    if done.kept:
        messages.success(request, f"{done.kept} kept as of its day.")
    if done.updated:
        messages.success(request, f"{len(done.updated)} updated in place.")
    for article in done.opened:
        messages.success(
            request, f"The working copy of “{article}” cites the new figure; nothing is published."
        )
    for text, reason in done.refused[:20]:
        messages.error(request, f"“{text}” stays flagged: {reason}")


def _refuse(form: SupersedeForm, reason: Exception) -> None:
    said = reason.messages if isinstance(reason, ValidationError) else [str(reason)]
    for sentence in said:
        form.add_error(None, sentence)


def _places(request: HttpRequest, fact: Fact, standing: Standing, new: Fact | None) -> dict[str, Any]:
    """A page of the texts that cite a fact, with what was chosen for them in a form that comes back."""
    now = timezone.now()
    total = count(standing, now)
    pages = Paginator(range(total), PER_PAGE).get_page(request.GET.get("page"))
    shown = places(fact, standing, new, now, first=(pages.number - 1) * PER_PAGE, most=PER_PAGE)
    rows = [
        {
            "place": place,
            "chosen": request.POST.get(f"choice-{place.key}", Choice.FLAG),
            "cited": list(zip(place.cited, _words(request, place), strict=True)),
        }
        for place in shown
    ]
    return {"total": total, "pages": pages, "places": rows}


def _words(request: HttpRequest, place: Any) -> list[str]:
    """What the citations of a place would say: as it was typed, else as it is suggested."""
    typed = request.POST.getlist(f"words-{place.key}")
    return typed if len(typed) == len(place.cited) else [cited.then for cited in place.cited]


def _standing(fact: Fact) -> Standing:
    return standings([fact.pk], to_readers=False)[fact.pk]


def _superseded(fact: Fact) -> Standing:
    """The standing that a fact would have: whatever cites it is undecided from now on."""
    return _standing(fact)._replace(state="superseded", since=timezone.now())


def _note(fact: Fact, new: Fact | None) -> str:
    """What readers may be told of an update."""
    return f"{fact.metric} of {fact.subject}: {fact.shown} is now {new.shown}." if new else ""


def _must_edit(request: HttpRequest) -> None:
    if not may(request.user, "edit"):
        raise PermissionDenied


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    return render(request, f"admin/newsroom/{name}.html", {**admin.site.each_context(request), **context})
