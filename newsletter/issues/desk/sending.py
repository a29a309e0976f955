"""Letting an issue go: now or at a time, by whoever saw what would be sent and to how many."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from changes.admin import who
from changes.clock import in_words, zone_at
from changes.clock_forms import ByTheClock, ClockField
from newsletter.issues import freezing, progress, rendering, scheduling
from newsletter.issues.freezing import NotReady
from newsletter.models import Issue
from newsletter.sending import going
from readers.mails import goes_out


class SendForm(ByTheClock):
    """When an issue goes."""

    clocks = ("at",)

    when = forms.ChoiceField(
        choices=[("later", "At a time"), ("now", "Now")],
        widget=forms.RadioSelect,
        label="When",
        initial="later",
    )
    at = ClockField(required=False, label="From")

    def clean(self) -> dict[str, Any]:
        """Refuse what does not go together, each beside its field."""
        given = super().clean()
        late = given.get("when") == "later"
        if late and not given.get("at") and not {"at", "at_which"} & self.errors.keys():
            self.add_error("at", "Give the day and the time at which it begins to be sent.")
        elif late and given.get("at") and given["at"] <= timezone.now():
            self.add_error("at", "This time has passed. Give one to come, or send it now.")
        elif given.get("when") == "now" and given.get("at") and "at" in self.changed_data:
            # Beside the time itself, which the page hides as long as nothing is wrong with it. The time that it was
            # scheduled for stands there by itself.
            self.add_error("at", "A time is given, and “Now” is chosen: choose “At a time”, or empty this.")
        return given


def send(request: HttpRequest, issue: Issue) -> HttpResponse:
    """What would go to how many, and the form; 409 where it is not any more as it was seen."""
    if issue.begun_at:
        messages.info(request, "This issue has begun to be sent already.")
        return redirect("admin:newsletter_issue_change", issue.pk)
    if request.method != "POST":
        return _shown(request, issue, SendForm(initial={"at": issue.send_at}))
    form = SendForm(request.POST, initial={"at": issue.send_at})
    if not form.is_valid():
        return _shown(request, issue, form, status=400)
    based_on = request.POST.get("based_on", "")
    seen = int(based_on) if based_on.isdecimal() and len(based_on) < 10 else -1
    now, by = timezone.now(), who(request)
    try:
        if form.cleaned_data["when"] == "now":
            scheduling.send_now(issue.pk, now=now, based_on=seen, by=by)
            going.soon()
            messages.success(request, "It is being sent.")
        else:
            at = form.cleaned_data["at"]
            scheduling.schedule(issue.pk, at=at, now=now, based_on=seen, by=by)
            messages.success(request, f"It begins to be sent on {in_words(at)}.")
    except NotReady as reason:
        form.add_error(None, str(reason))
        issue.refresh_from_db()
        return _shown(request, issue, form, status=409)
    return redirect("admin:newsletter_issue_change", issue.pk)


@require_POST
def cancel(request: HttpRequest, issue: Issue) -> HttpResponse:
    """Take it off the schedule."""
    try:
        scheduling.cancel(issue.pk)
        messages.success(request, "It is off the schedule, and a draft again.")
    except NotReady as reason:
        messages.error(request, str(reason))
    return redirect("admin:newsletter_issue_change", issue.pk)


def _shown(request: HttpRequest, issue: Issue, form: SendForm, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    content = freezing.content_of(issue, now)
    carried = sum(len(part["carried"]) for part in content["sections"])
    context = {
        **admin.site.each_context(request),
        "title": f"Send: {issue.subject}",
        "issue": issue,
        "form": form,
        "readers": progress.readers(),
        "carried": carried,
        "left": issue.items.count() - carried,
        "kilobytes": f"{rendering.size(content) / 1000:.1f}",
        "limit": rendering.LARGEST // 1000,
        "goes_out": goes_out(),
        "zone": timezone.get_current_timezone_name(),
        "zone_now": zone_at(now),
    }
    return render(request, "admin/newsletter/send.html", context, status=status)
