"""The two fields of every form that can correct what readers see."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from unfold.widgets import UnfoldAdminTextareaWidget

from changes.corrections import LONGEST, CorrectionRefused, Said, checked


def words_field(label: str, help_text: str) -> forms.CharField:
    """What was wrong, or what is right: a few lines, empty where nothing is corrected."""
    return forms.CharField(
        required=False,
        validators=[MaxLengthValidator(LONGEST)],  # a browser would cut what is pasted, and say nothing
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        label=label,
        help_text=help_text,
    )


def add_correction(form: forms.BaseForm, found: dict[str, Any]) -> bool:
    """Read both fields, `wrong` and `right`: both are filled in, or neither.

    Adds `correction` to what was found, or None, and says beside a field what is wrong with it.
    Returns whether something is to be corrected.
    """
    found["correction"] = None
    said = Said(found.get("wrong", ""), found.get("right", ""))
    if not any(said) or {"wrong", "right"} & form.errors.keys():
        return False
    try:
        found["correction"] = checked(said)
    except CorrectionRefused as reason:
        form.add_error("right" if said.wrong.strip() else "wrong", str(reason))
    return True
