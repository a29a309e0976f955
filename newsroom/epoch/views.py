"""Epoch's table from the admin: tried, and taken in."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from unfold.widgets import UnfoldAdminFileFieldWidget

from changes.admin import who
from changes.forms import Form
from companies.exchange.files import FileRefused
from newsroom.epoch.importing import STATES, import_table
from newsroom.epoch.reading import LARGEST_FILE

#: What taking the table in does.
RIGHTS = ("companies.add_company", "companies.add_aimodel", "companies.change_aimodel", "facts.add_fact")


class TableForm(Form):
    """The table as it was downloaded."""

    file = forms.FileField(widget=UnfoldAdminFileFieldWidget, label="Epoch’s table, as CSV")


def take_in(request: HttpRequest) -> HttpResponse:
    """Show what each row of a table would do, or do it, by the button that was pressed."""
    if not who(request).has_perms(RIGHTS):
        raise PermissionDenied
    form = TableForm(request.POST or None, request.FILES or None)
    page: dict[str, Any] = {**admin.site.each_context(request), "title": "Epoch’s table", "form": form}
    if form.is_valid():
        dry_run = "take_in" not in request.POST
        try:
            data = form.cleaned_data["file"].read(LARGEST_FILE + 1)
            report = import_table(data, by=who(request), dry_run=dry_run)
        except FileRefused as reason:
            form.add_error("file", str(reason))
        else:
            counts = [(state, report.count(state)) for state in STATES]
            page |= {"report": report, "counts": counts, "dry_run": dry_run}
            if not dry_run:
                messages.success(request, "The table was taken in. Nothing of it was published.")
    return render(request, "admin/newsroom/epoch.html", page)
