"""The two fields with which a live article is published anew as a correction."""

from typing import Any

from django.utils import timezone

from articles.models import Edition
from changes.correction_fields import add_correction, words_field
from changes.corrections import waiting
from changes.forms import Form


class CorrectingFields(Form):
    """What was wrong and what is right: both, or neither where the new edition corrects nothing."""

    wrong = words_field(
        "Correction: what was wrong",
        "Shown with the article, among all corrections and in their feed, also without a note above.",
    )
    right = words_field("Correction: what is right", "Neither can be changed once readers have seen it.")

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
        if add_correction(self, found) and found.get("change") == "minor":
            self.add_error("change", "A correction is no minor change: readers are told of it.")
        return found
