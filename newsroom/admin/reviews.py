"""The button that sets when an article or a record is looked at again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.dataclasses import ActionDialog
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from articles.workflow import may
from changes.admin import YEARS, picked, who
from changes.dialogs import form_of, lead_to
from changes.forms import DialogForm
from newsroom.desk import reviewing

ON_A_DAY, NEVER = "day", "never"


class ReviewForm(DialogForm):
    """When: in some months, on a day, or never."""

    when = forms.ChoiceField(
        label="Look at it again",
        choices=[
            *((str(months), f"in {months} months") for months in reviewing.MONTHS),
            (ON_A_DAY, "on the day below"),
            (NEVER, "never"),
        ],
        initial=str(reviewing.AGAIN),
        widget=UnfoldAdminSelectWidget,
    )
    day = forms.DateField(
        label="Day", required=False, widget=UnfoldAdminTextInputWidget(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        """The day that is meant, as `due`."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        when, day, today = given.get("when"), given.get("day"), timezone.localdate()
        if when == ON_A_DAY and "day" in given:
            if day is None:
                self.add_error("day", "Give the day.")
            elif day <= today or day.year not in YEARS:
                self.add_error("day", "Give a day to come, up to the year 2100.")
        given["due"] = {ON_A_DAY: day, NEVER: None}.get(when or NEVER) or (
            reviewing.in_months(today, int(when)) if when and when.isdigit() else None
        )
        return given


class Reviewed(ModelAdmin):
    """Adds the button to the page of an article or a record."""

    def has_review_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Editors, of something that there is."""
        return may(request.user, "edit") and picked(self.model, object_id) is not None

    @action(
        description="Look again…",
        url_path="review",
        permissions=["review"],
        icon="event_repeat",
        dialog=ActionDialog(
            title="When somebody looks at it again",
            description="The desk tells when the day has come. Readers see nothing of it.",
            form_class=ReviewForm,
            form_submit_text="Set",
        ),
    )
    def review(self, request: HttpRequest, form: ReviewForm, object_id: str) -> HttpResponse:
        """Set the day, or take it away."""
        thing = get_object_or_404(self.model, pk=object_id)
        review = reviewing.look_again(thing, on=form.cleaned_data["due"], by=who(request))
        said = f"To be looked at on {review.due:%-d %B %Y}." if review else "Nobody is reminded of it."
        messages.success(request, said)
        return lead_to(form_of(thing))
