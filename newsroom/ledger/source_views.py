"""The page within the admin that withdraws a source: first what would fall, then what fell."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from unfold.widgets import UnfoldAdminTextInputWidget

from changes.admin import who
from changes.forms import Form
from facts import withdrawal
from facts.models import Source
from newsroom.ledger.falling import articles_of, questions_of, resting_on


class ReasonForm(Form):
    """Why a source is withdrawn."""

    because = forms.CharField(
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        label="Why",
        help_text="Readers of the source’s page and of what cites its figures are told: “Retracted by its authors.”",
    )


def may_withdraw(request: HttpRequest) -> bool:
    """Whether the user may: whoever may supersede a fact."""
    return request.user.has_perm("facts.add_fact")


def withdraw_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would fall and ask why; withdraw it when that is said; show what fell."""
    if not may_withdraw(request):
        raise PermissionDenied
    source = get_object_or_404(Source, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _withdraw(request, source, form.cleaned_data["because"])
        return redirect("newsroom:withdraw_source", pk)
    falling = resting_on(source)
    context = {
        "title": f"Withdraw {source}" if source.withdrawn_at is None else f"Withdrawn: {source}",
        "source": source,
        "form": form,
        "falling": falling,
        "articles": articles_of(falling),
        "questions": questions_of(falling),
    }
    page = admin.site.each_context(request) | context
    return render(request, "admin/newsroom/withdraw_source.html", page)


def _withdraw(request: HttpRequest, source: Source, because: str) -> None:
    try:
        fallen = withdrawal.withdraw_source(source, because=because)
    except withdrawal.WithdrawalRefused as reason:
        messages.error(request, str(reason))
        return
    LogEntry.objects.log_actions(
        who(request).pk, Source.objects.filter(pk=source.pk), CHANGE, "Withdrawn.", single_object=True
    )
    many = f"{len(fallen)} facts fell with it." if len(fallen) != 1 else "One fact fell with it."
    messages.success(request, f"The source was withdrawn. {many}")
