"""The editorial calendar's page, and moving what waits on it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.models import Article, Edition
from articles.publishing import PublishingRefused
from articles.workflow import may
from changes.admin import YEARS, who
from changes.forms import Form
from newsroom.desk.day_planning import NotPlanned, plan_for
from newsroom.desk.planning import Days, month_of, otherwise, plan, week_of
from newsroom.desk.rescheduling import reschedule
from readers.strict import Strict


class Day(forms.DateField):
    """A day in the years that have a calendar."""

    def clean(self, value: Any) -> Any:
        """Refuse other years."""
        day = super().clean(value)
        if day and day.year not in YEARS:
            raise forms.ValidationError("Give a year between 1970 and 2100.")
        return day


class DaysForm(Strict):
    """Which days are shown: a month or a week, this month where neither is asked for."""

    month = Day(
        required=False,
        input_formats=["%Y-%m"],
        error_messages={"invalid": "Give “month” as a year and a month, such as 2026-12."},
    )
    week = Day(
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Give “week” as a day of it, such as 2026-12-01."},
    )

    def clean(self) -> dict[str, Any]:
        """Refuse both at once."""
        asked = super().clean()
        if asked.get("month") and asked.get("week"):
            raise forms.ValidationError("Give either a month or a week.")
        return asked

    @property
    def days(self) -> Days:
        """The days that were asked for; of what is wrong, this month."""
        asked = self.cleaned_data if self.is_valid() else {}
        if asked.get("week"):
            return week_of(asked["week"])
        return month_of(asked.get("month") or timezone.localdate(self.at))


class MoveForm(Form):
    """Where a waiting edition is moved to, and where it was."""

    day = Day(
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": "Give the day.",
            "invalid": "Give the day as year, month and day, such as 2026-12-01.",
        },
    )
    clock = forms.TimeField(
        error_messages={"required": "Give the time.", "invalid": "Give the time such as 09:30."}
    )
    was = forms.CharField(required=False)

    @property
    def wrong(self) -> str:
        """What is wrong, in a sentence or two."""
        return " ".join(str(sentence) for sentences in self.errors.values() for sentence in sentences)


class PlanForm(Form):
    """The day for which an article is planned; empty for none."""

    day = Day(
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Give the day as year, month and day, such as 2026-12-01."},
    )

    @property
    def wrong(self) -> str:
        """What is wrong, in a sentence."""
        return " ".join(str(sentence) for sentences in self.errors.values() for sentence in sentences)


def calendar(request: HttpRequest) -> HttpResponse:
    """A month or a week of the calendar, for whoever may write; 400 in a sentence for days that there are not."""
    if not may(request.user, "write"):
        raise PermissionDenied
    form = DaysForm(request.GET, at=timezone.now())
    context = {
        **admin.site.each_context(request),
        **_shown(request, form.days),
        "otherwise": otherwise(form.days, timezone.localdate()),
        "today": (week_of if form.days.month is None else month_of)(timezone.localdate()),
        "title": "Calendar",
        "wrong": form.wrong,
    }
    return render(request, "admin/newsroom/calendar.html", context, status=400 if form.wrong else 200)


@require_POST
def move_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a waiting edition, for publishers. Where a script asks, the answer has the calendar as it is then."""
    if not may(request.user, "publish"):
        raise PermissionDenied
    edition = get_object_or_404(Edition, pk=pk)
    try:
        said, moved = _move(request, edition), True
    except PublishingRefused as reason:
        said, moved = f"“{edition.headline}” was not moved. {reason}", False
    return _answered(request, said, done=moved)


@require_POST
def plan_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan an article for a day, or for none, for editors; it is not scheduled by that."""
    if not may(request.user, "edit"):
        raise PermissionDenied
    article = get_object_or_404(Article, pk=pk)
    form = PlanForm(request.POST)
    try:
        if not form.is_valid():
            raise NotPlanned(form.wrong)
        said, planned = plan_for(article, form.cleaned_data["day"], by=who(request)), True
    except NotPlanned as reason:
        said, planned = f"“{article.headline}” was not planned. {reason}", False
    return _answered(request, said, done=planned)


def _answered(request: HttpRequest, said: str, *, done: bool) -> HttpResponse:
    """What was done or why not, with the calendar as it is then where a script asks."""
    days = DaysForm(request.GET, at=timezone.now()).days
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        html = render_to_string(
            "admin/newsroom/components/calendar.html", _shown(request, days), request=request
        )
        return JsonResponse({"said": said, "html": html}, status=200 if done else 409)
    messages.add_message(request, messages.SUCCESS if done else messages.ERROR, said)
    return redirect(f"{reverse('newsroom:calendar')}?{days.query}")


def _move(request: HttpRequest, edition: Edition) -> str:
    """Move it as the form says; returns what was done. Raises PublishingRefused."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise PublishingRefused(form.wrong)
    given = form.cleaned_data
    return reschedule(edition, day=given["day"], clock=given["clock"], was=given["was"], by=who(request))


def _shown(request: HttpRequest, days: Days) -> dict[str, Any]:
    """What the calendar's template draws."""
    return {
        "plan": plan(days),
        "zone": timezone.get_current_timezone_name(),
        "may_move": may(request.user, "publish"),
        "may_plan": may(request.user, "edit"),
    }
