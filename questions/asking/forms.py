"""Forms in which readers ask, and say that they want to know too."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from changes.texts import number
from questions.asking import as_typed
from questions.letters.forgetting import PROMISE
from readers.forms import AddressField, ReaderForm


class QuestionField(forms.CharField):
    """A reader's question."""

    def to_python(self, value: Any) -> str:
        """The words as they are kept, or one sentence of what is wrong with them."""
        try:
            return as_typed.question(str(value or ""))
        except as_typed.Unfit as fault:
            raise ValidationError(str(fault)) from None


class NameField(forms.CharField):
    """A name to print, or nothing."""

    def to_python(self, value: Any) -> str:
        """The name as it is kept, or one sentence of what is wrong with it."""
        try:
            return as_typed.name(str(value or ""))
        except as_typed.Unfit as fault:
            raise ValidationError(str(fault)) from None


class AskForm(ReaderForm):
    """A question, and what may go with it. `offered`: ids of the questions that the reader was shown and passed by."""

    promise = PROMISE

    q = QuestionField()
    name = NameField(required=False)
    email = AddressField(required=False)
    offered = forms.CharField(required=False)

    def clean_offered(self) -> set[int]:
        """The ids among what was sent."""
        sent = self.cleaned_data["offered"][:500].split(",")
        return {found for part in sent if (found := number(part)) is not None}


class JoinForm(ReaderForm):
    """An address to be told the answer at."""

    promise = PROMISE

    email = AddressField(required=False)
