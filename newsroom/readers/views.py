"""The page on which an administrator tells readers what is kept of them, and erases it.

The address is sent in the body alone: what stands in an address of the web is written down in many places.
"""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from unfold.widgets import UnfoldAdminEmailInputWidget

from articles.workflow import may
from changes.forms import Form
from newsroom.readers import one
from readers.forms import AddressField


class WhoseForm(Form):
    """A reader's address."""

    email = AddressField(
        widget=UnfoldAdminEmailInputWidget(attrs={"autocomplete": "off"}),
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("The address that the reader left. Make sure that it is they who ask."),
    )


@sensitive_post_parameters("email")
@sensitive_variables()
def reader_data(request: HttpRequest) -> HttpResponse:
    """Ask for an address; show what is kept for it, hand it out as a file, or erase it once that is confirmed."""
    if not may(request.user, "readers"):
        raise PermissionDenied
    form = WhoseForm(request.POST or None)
    if not form.is_valid():
        return _page(request, form)
    address, verb = form.cleaned_data["email"], request.POST.get("verb")
    if verb == "erase":
        count = one.erase(address)
        # Messages are kept in a cookie: this has nothing of the address.
        said = ngettext("It is erased: %(count)s row.", "It is erased: %(count)s rows.", count)
        messages.success(request, said % {"count": count})
        return redirect("newsroom:reader_data")
    kept = one.kept(address)
    if verb == "download":
        response = JsonResponse(kept, json_dumps_params={"ensure_ascii": False, "indent": 2})
        response.headers["Content-Disposition"] = 'attachment; filename="reader-data.json"'
        return response
    return _page(request, form, address=address, kept=kept, asks=verb == "ask")


def _page(request: HttpRequest, form: WhoseForm, **more: Any) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": _("Data of one reader"), "form": form, **more}
    return render(request, "admin/newsroom/reader_data.html", context)
