"""Import and export from the admin's lists.

Nothing is stored between the dry run and the import: the form that confirms carries the file, signed for the
user who uploaded it, and it is read and checked again.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportMixin
from import_export.tmp_storages import BaseStorage
from unfold.contrib.import_export.forms import ExportForm, ImportForm

from changes.forms import Form, Telling
from companies.exchange.files import CSV, JSON, LARGEST_FILE, FileRefused
from companies.exchange.results import Result

HOUR = 3600


class FileForm(Telling, ImportForm):
    """A file to try."""

    def clean_import_file(self) -> Any:
        """A file that can be read at once."""
        file = self.cleaned_data["import_file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                f"The file is larger than {LARGEST_FILE // 1_000_000} MB. Import it in several files."
            )
        return file


class ConfirmForm(Form):
    """Carries what was tried."""

    import_file_name = forms.CharField(widget=forms.HiddenInput)


class Kept(BaseStorage):
    """A file for as long as a request takes; the library wants to write it down first."""

    def save(self, data: bytes) -> None:
        """Keep it."""
        self.data = data

    def read(self) -> bytes:
        """As it came: the formats decode it themselves, to say where they cannot."""
        return self.data


class ExchangeAdmin(ImportExportMixin):
    """A list whose rows are exported and imported by those who may change them."""

    formats = (CSV, JSON)
    import_form_class = FileForm
    confirm_form_class = ConfirmForm
    export_form_class = ExportForm
    tmp_storage_class = Kept
    import_template_name = "admin/companies/import.html"

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whoever may add and change them: a file may do both."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whoever may change them."""
        return bool(self.has_change_permission(request))

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        """Say why a file is not read; anything but a refusal is an error of ours."""
        if not isinstance(e, FileRefused):
            raise e
        form.add_error("import_file", str(e))

    def _salt(self, request: HttpRequest) -> str:
        return f"import {self.model._meta.label_lower} by {request.user.pk}"

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        """The file that was tried, signed for this user and this list."""
        if import_form is None:
            return {}
        tried = import_form.cleaned_data
        tried["import_file"].seek(0)
        carried = {
            "file": tried["import_file"].read().decode("utf-8"),
            "name": tried["import_file"].name,
            "format": tried["format"],
            "resource": tried["resource"],
        }
        return {"import_file_name": signing.dumps(carried, salt=self._salt(request), compress=True)}

    @method_decorator(require_POST)
    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Import what was tried, all of it or nothing. A file that is not this user's own is refused."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = self.create_confirm_form(request)
        try:
            signed = form.data["import_file_name"]
            carried = signing.loads(signed, salt=self._salt(request), max_age=HOUR)
        except (KeyError, signing.SignatureExpired):
            messages.error(request, "Upload the file again: a dry run is kept for an hour.")
            return redirect(f"admin:{'_'.join(self.get_model_info())}_import")
        except signing.BadSignature as reason:
            raise PermissionDenied from reason
        result = self._import(request, carried)
        return self._refused(request, result) if result.refused else self.process_result(result, request)

    def _import(self, request: HttpRequest, carried: dict[str, str]) -> Result:
        table = self.formats[int(carried["format"])]().create_dataset(carried["file"].encode())
        resource = self.get_import_resource_classes(request)[int(carried["resource"] or 0)]()
        result: Result = resource.import_data(
            table,
            rollback_on_validation_errors=True,
            retain_instance_in_row_result=True,
            user=request.user,
        )
        result.file_name = carried["name"]
        return result

    def _refused(self, request: HttpRequest, result: Result) -> HttpResponse:
        """The records have changed since the dry run, so that the file breaks a rule now."""
        messages.error(request, "Nothing was imported: since the dry run, something has changed.")
        page = {"title": "Import", "opts": self.model._meta, "form": self.create_import_form(request)}
        page |= {"result": result} | self.admin_site.each_context(request)
        return TemplateResponse(request, self.import_template_name, page)

    def generate_log_entries(self, result: Result, request: HttpRequest) -> None:
        """Say in each record's history that it came or changed by a file."""
        for state, flag in (("new", ADDITION), ("update", CHANGE)):
            rows = [row.instance for row in result if row.import_type == state]
            if rows:
                LogEntry.objects.log_actions(
                    request.user.pk, rows, flag, change_message=f"Imported from {result.file_name}."
                )

    def add_success_message(self, result: Result, request: HttpRequest) -> None:
        """Say what was done."""
        done = ", ".join(f"{count} {state}" for state, count in result.counts.items() if state != "refused")
        messages.success(request, f"Imported: {done}.")
