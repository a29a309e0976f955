"""Rows in the form of a company: its ties to other companies and its listings, with what no row sees alone."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest
from unfold.admin import TabularInline
from unfold.widgets import UnfoldAdminSelectWidget

from changes.forms import ModelForm
from companies import ownership
from companies.models import Listing, Ownership


class StandingFormSet(forms.BaseInlineFormSet):
    """Rows of which only one of a kind may stand without an end."""

    once: tuple[str, ...]

    def clean(self) -> None:
        """Refuse what was typed twice: the database knows neither of the two yet."""
        super().clean()
        standing = set()
        for form in self.typed():
            said = tuple(getattr(form.instance, name) for name in self.once)
            if form.instance.until:
                continue
            if said in standing:
                form.add_error(self.once[-1], "Another row here says the same. Keep one of them.")
            standing.add(said)

    def typed(self) -> list[Any]:
        """The forms that add or change a row, and are right by themselves."""
        return [form for form in self.forms if form.is_valid() and form.has_changed() and not _goes(form)]

    def replaced(self) -> list[int]:
        """The ids of rows that are changed or go."""
        return [form.instance.pk for form in self.initial_forms if form.has_changed() or _goes(form)]


def _goes(form: Any) -> bool:
    """Whether a row is ticked to be deleted."""
    return bool(getattr(form, "cleaned_data", {}).get(DELETION_FIELD_NAME))


class TieForm(ModelForm):
    """A tie in the form of one of the two companies. The other is chosen once: another is another tie."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.asked_together = True
        for name in {"owner", "owned"} & set(self.fields) if self.instance.pk else ():
            other = getattr(self.instance, name)
            self.fields[name].disabled = True
            # One choice, so that no row asks the database for it.
            self.fields[name].widget = UnfoldAdminSelectWidget(choices=[(other.pk, other.name)])


class TieFormSet(StandingFormSet):
    """The ties of a company from one side. They are possible, or not, together with those from the other."""

    once = ("owner_id", "owned_id", "type")
    #: All sets of ties in the form, this one among them; the admin gives each the same list.
    together: "list[TieFormSet]"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.together.append(self)

    @property
    def other(self) -> str:
        """The field for the company at the other end."""
        return "owner" if self.fk.name == "owned" else "owned"

    def clean(self) -> None:
        """The first to be asked looks at the ties from all sides, before any is found right."""
        super().clean()
        if self is self.together[0]:
            _refuse_impossible(self.together)


def _refuse_impossible(sets: Sequence[TieFormSet]) -> None:
    """Say beside its field which of the typed ties cannot be with the others."""
    typed = [(form, ties.other) for ties in sets for form in ties.typed()]
    replaced = [pk for ties in sets for pk in ties.replaced()]
    refused = ownership.check_together([form.instance for form, _ in typed], instead_of=replaced)
    for (form, other), reason in zip(typed, refused, strict=True):
        if reason:
            form.add_error(None if hasattr(reason, "error_dict") else other, reason)


class TieInline(TabularInline):
    """The ties of a company, from one side."""

    model = Ownership
    form = TieForm
    formset = TieFormSet
    extra = 0
    tab = True

    def get_queryset(self, request: HttpRequest) -> Any:
        """With both companies, which each row names."""
        return super().get_queryset(request).select_related("owner", "owned")


class OwnersInline(TieInline):
    """Who owns or controls the company."""

    fk_name = "owned"
    fields = ("owner", "type", "share", "since", "until", "source")
    autocomplete_fields = ("owner",)
    verbose_name, verbose_name_plural = "owner", "Owners"


class HoldingsInline(TieInline):
    """What the company owns or controls."""

    fk_name = "owner"
    fields = ("owned", "type", "share", "since", "until", "source")
    autocomplete_fields = ("owned",)
    verbose_name, verbose_name_plural = "holding", "Holdings"


class ListingFormSet(StandingFormSet):
    """The listings of a company."""

    once = ("exchange", "ticker")


class ListingInline(TabularInline):
    """Where the company's shares are traded."""

    model = Listing
    form = ModelForm
    formset = ListingFormSet
    fields = ("exchange", "ticker", "since", "until")
    extra = 0
    tab = True
