"""Pages about records within the admin: what a merge would do, and names in our texts that are no record yet."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from unfold.widgets import UnfoldAdminSelectWidget

from changes.admin import who
from companies.models import Alias, Record
from newsroom.merging import CLASSES, foresee, merge


class KnownAsForm(forms.Form):
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
            return redirect(_form_of(kept))
        foreseen = foresee(gone, into=kept, by=who(request))
    except ValueError as reason:
        messages.error(request, str(reason))
        return redirect(_form_of(gone))
    context = {"gone": gone, "kept": kept, "foreseen": foreseen, "form": form, "back": _form_of(gone)}
    return _page(request, "merge", title=f"Merge {gone} into {kept}", **context)


def _note(request: HttpRequest, what: str, kept: Record) -> None:
    """Write it into the admin's history of the record."""
    changed = CLASSES[kept.kind].objects.filter(pk=kept.pk)
    LogEntry.objects.log_actions(who(request).pk, changed, CHANGE, what, single_object=True)


def _form_of(record: Record) -> str:
    """Where a record is edited."""
    return reverse(f"admin:companies_{CLASSES[record.kind]._meta.model_name}_change", args=[record.pk])


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    return render(request, f"admin/newsroom/{name}.html", {**admin.site.each_context(request), **context})
