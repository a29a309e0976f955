"""The buttons of a fact by which an editor chooses the value that the site uses, or lets the rule choose."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin
from unfold.dataclasses import ActionDialog
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextInputWidget

from changes.admin import picked, who
from changes.dialogs import carry_out
from changes.forms import DialogForm
from facts.deciding import NotDecided, let_rule_decide, prefer
from facts.models import Fact, Preference


class PreferForm(DialogForm):
    """Why the site uses this value."""

    because = forms.CharField(
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        label="Used here because",
        help_text="Readers see it beside the value, after these words: “it counts people, not devices”.",
    )


class FactDecisions(ModelAdmin):
    """What an editor decides between a fact and those of its series and time."""

    actions_detail = ("use_value", "let_rule")

    def has_prefer_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may add facts, of one that there is."""
        return self.has_add_permission(request) and picked(Fact, object_id) is not None

    def has_let_rule_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may add facts, of one that an editor chose."""
        fact = picked(Fact, object_id) if self.has_add_permission(request) else None
        return fact is not None and Preference.objects.filter(fact=fact).exists()

    @action(
        description="Use this value…",
        url_path="use",
        permissions=["prefer"],
        icon="check_circle",
        dialog=ActionDialog(
            title="Use this value",
            description="Of all that were said of this time the site uses this one. The others stand beside it.",
            form_class=PreferForm,
            form_submit_text="Use this value",
        ),
    )
    def use_value(self, request: HttpRequest, form: PreferForm, object_id: str) -> HttpResponse:
        """Have the site use it."""
        because = form.cleaned_data["because"]
        return _decided(
            request,
            object_id,
            "The site uses this value where others were said of the same time.",
            lambda fact: prefer(fact, by=who(request), because=because),
        )

    @action(
        description="Let the rule decide…",
        url_path="let-rule-decide",
        permissions=["let_rule"],
        icon="undo",
        dialog=ActionDialog(
            title="Let the rule decide",
            description="An editor chose this value. The site will use the one that counts for most again: measured "
            "before claimed, claimed before estimated, the newer before the older.",
            form_class=DialogForm,
            form_submit_text="Let the rule decide",
        ),
    )
    def let_rule(self, request: HttpRequest, form: DialogForm, object_id: str) -> HttpResponse:
        """Have the site use what its rule says again."""
        return _decided(request, object_id, "The rule decides again which value is used.", let_rule_decide)


def _decided(request: HttpRequest, object_id: str, done: str, verb: Callable[[Fact], object]) -> HttpResponse:
    """Call the verb on the fact, say how it went, and go back to the fact."""
    fact = Fact.objects.get(pk=object_id)
    return carry_out(request, fact, lambda: verb(fact), done=done, refusals=NotDecided)
