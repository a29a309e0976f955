"""Forms that are asked by address: lists and searches that readers narrow."""

from datetime import datetime
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

CHOSEN = mark_safe(" selected")


class Choices(forms.Select):
    """A list to choose from, written at once: Django draws a template for each option, which is a third of a page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The element, with its options in their order."""
        drawn = self.get_context(name, value, attrs)["widget"]
        options = (option for _, group, _ in drawn["optgroups"] for option in group)
        written = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((one["value"], CHOSEN if one["selected"] else "", one["label"]) for one in options),
        )
        return format_html("<select{}>{}</select>", flatatt({"name": name} | drawn["attrs"]), written)


def _writable(asked: QueryDict) -> QueryDict:
    """What is asked as it can be written back on a page: HTML has no place for a NUL, and neither has a database."""
    if not any("\0" in text for name, values in asked.lists() for text in (name, *values)):
        return asked
    written = QueryDict(mutable=True)
    for name, values in asked.lists():
        written.setlist(name.replace("\0", "\ufffd"), [value.replace("\0", "\ufffd") for value in values])
    return written


class Strict(forms.Form):
    """A form that is asked by address: an unknown or repeated parameter is refused, never ignored."""

    def __init__(self, asked: QueryDict, *, at: datetime) -> None:
        super().__init__(_writable(asked), label_suffix="")
        self.at = at

    def clean(self) -> dict[str, Any]:
        """The values. Raises ValidationError that names what there is not."""
        asked: Any = self.data
        unknown = [name for name in asked if name not in self.fields]
        repeated = [name for name in asked if name in self.fields and len(asked.getlist(name)) > 1]
        wrong = [gettext("There is no filter “%(name)s” here.") % {"name": name[:60]} for name in unknown]
        wrong += [gettext("Give “%(name)s” once.") % {"name": name} for name in repeated]
        if wrong:
            raise forms.ValidationError(wrong)
        return self.cleaned_data

    def offer(self, name: str, choices: Any) -> None:
        """Add what can be chosen in a field."""
        field: Any = self.fields[name]
        field.choices = [*field.choices, *choices]

    @property
    def wrong(self) -> list[str]:
        """What is wrong, a sentence each."""
        return [str(sentence) for sentences in self.errors.values() for sentence in sentences]
