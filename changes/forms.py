"""What every form of the admin does: it takes whatever is typed, and says what is wrong with the field's name."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.utils import pretty_name
from unfold.forms import BaseDialogForm

_CHOICE = {
    "required": "Choose something under “{}”.",
    "invalid_choice": "What was chosen under “{}” is not there to be chosen: choose again.",
}
#: Of the kinds of field that fit, the first that has a sentence gives it.
SENTENCES: tuple[tuple[type[forms.Field], dict[str, str]], ...] = (
    (forms.URLField, {"invalid": "“{}” is no web address: give the whole of it, https:// and all."}),
    (forms.EmailField, {"invalid": "“{}” is no mail address: give one such as name@example.org."}),
    (forms.DecimalField, {"invalid": "“{}” is no number: give one such as 12.5."}),
    (forms.IntegerField, {"invalid": "“{}” is no whole number: give one such as 12."}),
    (forms.DateField, {"invalid": "“{}” is no day: give one such as 2026-11-26."}),
    (forms.TimeField, {"invalid": "“{}” is no time: give one such as 09:30."}),
    (forms.SplitDateTimeField, {"incomplete": "“{}” needs a day and a time."}),
    (forms.ChoiceField, _CHOICE),
    (forms.ModelChoiceField, _CHOICE),
    (forms.FileField, {"required": "Choose a file under “{}”."}),
    (forms.Field, {"required": "Fill in “{}”.", "blank": "Fill in “{}”."}),
)


class NotLonger(MaxLengthValidator):
    """A text has at most so many characters; of a longer one it is said by how many it is too long."""

    def __init__(self, limit_value: Any, name: str) -> None:
        super().__init__(limit_value)
        self.name = name

    def __call__(self, value: Any) -> None:
        """Raise ValidationError for a text that is longer."""
        most = cast(int, self.limit_value)
        over = len(value) - most
        if over > 0:
            characters = "character" if over == 1 else "characters"
            raise ValidationError(
                f"“{self.name}” is {over:,} {characters} too long: it has at most {most:,}."
            )


class Telling:
    """For the bases of a form that is Django's or a package's own."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _uncut(field)

    def full_clean(self) -> None:
        """Check what was typed, each field under the name that it has by now."""
        for key, field in self.fields.items():
            _by_name(field, str(field.label or pretty_name(key)))
        super().full_clean()  # type: ignore[misc]  # the form's, beside which this stands


class Form(Telling, forms.Form):
    """A form of the admin."""


class ModelForm(Telling, forms.ModelForm):
    """A form of the admin for an object."""


class DialogForm(Telling, BaseDialogForm):
    """A form in the dialog behind a button."""


def _by_name(field: forms.Field, name: str) -> None:
    """Put sentences with its name in the place of Django's, and leave the field's own."""
    of_django: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        of_django |= getattr(kind, "default_error_messages", {})
    for kind, sentences in reversed(SENTENCES):
        if isinstance(field, kind):
            of_field = {code: words.format(name) for code, words in sentences.items()}
            field.error_messages |= {
                code: words
                for code, words in of_field.items()
                if field.error_messages.get(code) == of_django.get(code)
            }
            of_django |= of_field
    for part in getattr(field, "fields", ()):
        _by_name(part, name)
    if "max_length" not in field.error_messages:
        field.validators = [
            NotLonger(each.limit_value, name) if type(each) is MaxLengthValidator else each
            for each in field.validators
        ]


def _uncut(field: forms.Field) -> None:
    """A browser cuts what is pasted at `maxlength` without a word: here it is taken whole, and counted (lengths.js)."""
    most = field.widget.attrs.pop("maxlength", None)
    if most:
        field.widget.attrs["data-most"] = most
