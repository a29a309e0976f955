"""Pages about records within the admin: what a merge would do, and names in our texts that are no record yet."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from unfold.widgets import UnfoldAdminSelectWidget

from changes.admin import who
from changes.forms import Form
from companies.models import Alias, Company, ModelFamily, Record
from newsroom.importing.suggestions import free_slug
from newsroom.models import Unrecorded
from newsroom.records import unrecorded
from newsroom.records.merging import CLASSES, foresee, merge

#: How many names the list shows: whoever decides one is shown the next.
SHOWN = 100


class KnownAsForm(Form):
    """What the name that goes is from then on."""

    known_as = forms.ChoiceField(
        choices=Alias.Kind,
        initial=Alias.Kind.FORMER,
        widget=UnfoldAdminSelectWidget,
        label="It is kept as an alias that is",
        help_text="Texts that use it are linked to the other record.",
    )


def confirm_merge(request: HttpRequest, pk: int, into: int) -> HttpResponse:
    """Show what a merge will do and ask; do it when that is confirmed."""
    gone, kept = (get_object_or_404(Record, pk=record) for record in (pk, into))
    if not request.user.has_perm(f"companies.change_{CLASSES[gone.kind]._meta.model_name}"):
        raise PermissionDenied
    form = KnownAsForm(request.POST or None)
    try:
        if request.method == "POST" and form.is_valid():
            merge(gone, into=kept, by=who(request), **form.cleaned_data)
            _note(request, f"Merged {gone} ({gone.slug}) into this.", kept)
            messages.success(request, f"{gone} was merged into {kept}.")
            return redirect(form_of(kept))
        foreseen = foresee(gone, into=kept, by=who(request))
    except ValueError as reason:
        messages.error(request, str(reason))
        return redirect(form_of(gone))
    context = {"gone": gone, "kept": kept, "foreseen": foreseen, "form": form, "back": form_of(gone)}
    return _page(request, "merge", title=f"Merge {gone} into {kept}", **context)


def _note(request: HttpRequest, what: str, kept: Record) -> None:
    """Write it into the admin's history of the record."""
    changed = CLASSES[kept.kind].objects.filter(pk=kept.pk)
    LogEntry.objects.log_actions(who(request).pk, changed, CHANGE, what, single_object=True)


def mentioned(request: HttpRequest) -> HttpResponse:
    """Names in our texts that look like records and are none, those of most articles first. One query.

    ?dismissed shows those that are never offered, also where no article has them by now; ?name narrows either.
    """
    _must_decide(request)
    dismissed, asked = "dismissed" in request.GET, request.GET.get("name", "").replace("\0", "")[:120]
    known = (
        Unrecorded.objects.dismissed().counted() if dismissed else Unrecorded.objects.open().most_mentioned()
    )
    first = Unrecorded.articles.through.objects.filter(unrecorded=OuterRef("pk")).order_by("-article")
    rows = (
        known.filter(name__icontains=asked)
        .select_related("dismissed_by")
        .annotate(
            example=Subquery(first.values("article")[:1]),
            headline=Subquery(first.values("article__headline")[:1]),
        )
    )
    title = "Never offered again" if dismissed else "Mentioned, but no record"
    return _page(request, "mentioned", title=title, names=rows[:SHOWN], dismissed=dismissed, asked=asked)


def make_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the form for a record of the kind that a name seems to be, filled with what is known."""
    _must_decide(request)
    name = get_object_or_404(Unrecorded, pk=pk)
    values = {"name": name.name, "slug": free_slug(name.kind, name.name)} | _belongs(name)
    form = f"admin:companies_{CLASSES[name.kind]._meta.model_name}_add"
    return redirect(reverse(form, query=values))


def _belongs(name: Unrecorded) -> dict[str, int]:
    """The columns of the record that say whose it is, as far as that is on record."""
    family = ModelFamily.objects.filter(name__iexact=name.parent).first() if name.parent else None
    company = Company.objects.filter(name__iexact=name.parent).first() if name.parent else None
    owner = family.developer_id if family else company and company.pk
    if name.kind in {Record.Kind.COMPANY, Record.Kind.MARKET} or not owner:
        return {}
    if name.kind == Record.Kind.PRODUCT:
        return {"owner": owner}
    of_family = {"family": family.pk} if family and name.kind == Record.Kind.MODEL else {}
    return {"developer": owner, **of_family}


@require_POST
def never_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Never offer a name again."""
    _must_decide(request)
    name = get_object_or_404(Unrecorded, pk=pk)
    unrecorded.never_offer(name, by=who(request))
    messages.success(request, f"“{name}” is not offered again.")
    return redirect("newsroom:mentioned")


@require_POST
def offer_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a name again that was never to be offered."""
    _must_decide(request)
    name = get_object_or_404(Unrecorded, pk=pk)
    unrecorded.offer_again(name)
    messages.success(request, f"“{name}” is offered again.")
    return redirect(reverse("newsroom:mentioned", query={"dismissed": ""}))


def _must_decide(request: HttpRequest) -> None:
    if not request.user.has_perm("newsroom.change_unrecorded"):
        raise PermissionDenied


def form_of(record: Record) -> str:
    """Where a record is edited."""
    return reverse(f"admin:companies_{CLASSES[record.kind]._meta.model_name}_change", args=[record.pk])


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    return render(request, f"admin/newsroom/{name}.html", {**admin.site.each_context(request), **context})
