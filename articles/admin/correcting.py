"""The two fields with which a live article is published anew as a correction."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from unfold.widgets import UnfoldAdminTextareaWidget

from articles.models import Edition
from changes.corrections import LONGEST, CorrectionRefused, Said, checked, waiting
from changes.forms import Form


class CorrectingFields(Form):
    """What was wrong and what is right: both, or neither where the new edition corrects nothing."""

    wrong = forms.CharField(
        required=False,
        validators=[MaxLengthValidator(LONGEST)],  # a browser would cut what is pasted, and say nothing
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        label="Correction: what was wrong",
        help_text="Shown with the article, among all corrections and in their feed, also without a note above.",
    )
    right = forms.CharField(
        required=False,
        validators=[MaxLengthValidator(LONGEST)],  # a browser would cut what is pasted, and say nothing
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        label="Correction: what is right",
        help_text="Neither can be changed once readers have seen it.",
    )

    def offer_correction(self, live: Edition | None) -> None:
        """Ask for neither where readers see nothing that could be corrected.

        What a waiting edition would have said is offered again: the new edition takes its place.
        """
        if live is None:
            del self.fields["wrong"], self.fields["right"]
        elif said := waiting("article", live.article_id, timezone.now()):
            self.initial.update(said._asdict())

    def clean(self) -> dict[str, Any]:
        """Both or neither. Adds `correction`, or None, to what was typed."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        said = Said(found.get("wrong", ""), found.get("right", ""))
        found["correction"] = None
        if any(said) and not {"wrong", "right"} & self.errors.keys():
            try:
                found["correction"] = checked(said)
            except CorrectionRefused as reason:
                self.add_error("right" if said.wrong.strip() else "wrong", str(reason))
            if found.get("change") == "minor":
                self.add_error("change", "A correction is no minor change: readers are told of it.")
        return found
