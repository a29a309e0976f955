"""Metrics, scopes and facts in the admin; sources have a module of their own."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone
from unfold.dataclasses import ActionDialog
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextInputWidget

from changes.admin import PublicAdmin, picked, who
from changes.deleting import By
from changes.dialogs import carry_out
from changes.forms import DialogForm, ModelForm
from changes.lists import LongList
from companies.exchange.admin import ExchangeAdmin
from companies.exchange.cells import Number
from companies.models import Record
from facts import amounts
from facts.admin_decisions import FactDecisions
from facts.exchange import FactResource, MetricResource, ScopeResource
from facts.following import follow
from facts.models import Fact, Metric, Scope, Source
from facts.picking import described, matching
from facts.source_admin import SourceAdmin
from facts.twice import contradicts, said_already, shown_with
from facts.typed import typed
from facts.withdrawal import WithdrawalRefused, withdraw

__all__ = ["FactAdmin", "MetricAdmin", "ScopeAdmin", "SourceAdmin"]


@admin.register(Metric)
class MetricAdmin(ExchangeAdmin, PublicAdmin):
    """What is measured, and in what."""

    instead = "correct its name or definition: the figures that are measured in it follow."
    resource_classes = (MetricResource,)
    import_template_name = "admin/facts/import.html"
    list_display = ("name", "code", "unit", "higher_is_better")
    list_filter = ("unit",)
    search_fields = ("name", "code")
    ordering = ("name",)
    fields = (("name", "code"), "unit", "definition", "higher_is_better", ("by_length", "dimensions"))

    def save_model(self, request: HttpRequest, obj: Metric, form: Any, change: bool) -> None:
        """Save, and have its figures follow."""
        super().save_model(request, obj, form, change)
        follow(obj)


@admin.register(Scope)
class ScopeAdmin(ExchangeAdmin, PublicAdmin):
    """What part of the whole figures count."""

    instead = "leave it: its figures are found by it."
    resource_classes = (ScopeResource,)
    import_template_name = "admin/facts/import.html"
    list_display = ("name",)
    search_fields = ("name",)
    fields = ("name",)

    def get_readonly_fields(self, request: HttpRequest, obj: Scope | None = None) -> tuple[str, ...]:
        """The name, once it is given: facts are found by it."""
        return ("name",) if obj else ()


class FactForm(ModelForm):
    """A fact, with a value that may be typed as it is written."""

    value = forms.CharField(
        widget=UnfoldAdminTextInputWidget,
        help_text="As the source writes it: “over 163 million”, “$90 billion”, “90–100亿元”; or a plain number.",
    )

    class Meta:
        model = Fact
        fields = (
            *("subject", "metric", "value", "high", "qualifier", "unit", "as_of", "nature", "disputed"),
            *("source", "quotation", "scope", "dimensions", "review_after", "published_from"),
        )

    #: What makes a fact say something else, or of something else.
    SPEAKS_OF = frozenset(
        ("subject", "metric", "value", "high", "qualifier", "unit", "as_of", "nature", "scope", "dimensions")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What the value says already need not be typed again.
        for name in ("unit", "qualifier"):
            if name in self.fields:
                self.fields[name].required = False
        if "high" in self.fields:
            self.fields["high"].label = "End of range"
        if self.instance.pk and "value" in self.fields:
            self.initial["value"] = Number().render(self.instance.value)

    #: What the ledger says of the same time, each with whether it contradicts; and the mark of having seen it.
    already: list[tuple[Fact, bool]] = []
    seen = ""

    def _post_clean(self) -> None:
        """Show first what the ledger says of the same time, once what was typed is in order."""
        super()._post_clean()
        if self.errors or not self.SPEAKS_OF.intersection(self.changed_data):
            return
        others = said_already(self.instance)
        self.seen = shown_with(self.instance, others)
        if others and self.data.get("all_the_same") != self.seen:
            self.already = [(other, contradicts(self.instance, other)) for other in others]
            self.add_error(None, "Another fact speaks of the same time. It is shown above: look at it first.")

    def clean(self) -> dict[str, Any]:
        """Split a written amount into value, end of range, unit and qualifier."""
        found = super().clean() or self.cleaned_data
        written = found.get("value")
        if not written:
            return found
        try:
            amount = typed(
                written,
                metric=found.get("metric"),
                unit=found.get("unit") or "",
                qualifier=found.get("qualifier") or "",
                high=found.get("high"),
            )
        except amounts.AmountNotUnderstood as reason:
            self.add_error("value", str(reason))
            return found
        found |= {name: getattr(amount, name) for name in ("value", "high", "unit", "qualifier")}
        if amount.high is not None and amount.high <= amount.value:
            self.add_error("high", "The end of a range must be larger than its beginning.")
        return found


class WithdrawForm(DialogForm):
    """Why a fact does not stand any more."""

    because = forms.CharField(
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        label="Why",
        help_text="Readers of what cites it are told.",
    )


@admin.register(Fact)
class FactAdmin(LongList, FactDecisions, ExchangeAdmin, PublicAdmin):
    """Figures. Open until something relies on one; from then on only superseded or withdrawn."""

    instead = "supersede it by the better value (Supersede…), or withdraw it (Withdraw…)."
    resource_classes = (FactResource,)
    import_template_name = "admin/facts/import.html"
    form = FactForm
    change_form_outer_before_template = "admin/facts/fact/already.html"
    list_display = ("subject", "metric", "figure", "as_of", "nature", "source", "stands", "review_after")
    list_display_links = ("subject", "figure")
    list_filter = ("nature", "disputed", "metric")
    list_select_related = ("subject", "metric", "source", "successor")
    search_fields = ("subject__name", "subject__aliases__text", "metric__name", "source__title", "quotation")
    autocomplete_fields = ("subject", "metric", "source", "scope")
    actions_detail: tuple[str, ...] = ("withdraw", *FactDecisions.actions_detail)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("subject", "metric"),
                    "value",
                    ("unit", "qualifier", "high"),
                    ("as_of", "nature"),
                    "source",
                    "quotation",
                )
            },
        ),
        (
            "More",
            {
                "classes": ["tab"],
                "fields": ("scope", "dimensions", "disputed", "review_after", "published_from"),
            },
        ),
    )

    def holds(self, word: str) -> Q:
        """What a fact has that holds a word: each searched by itself, for there are many facts on few of them."""
        named = Record.objects.filter(Q(name__icontains=word) | Q(aliases__text__icontains=word))
        return (
            Q(subject__in=named.values("pk"))
            | Q(metric__in=Metric.objects.filter(name__icontains=word).values("pk"))
            | Q(source__in=Source.objects.filter(title__icontains=word).values("pk"))
            | Q(quotation__icontains=word)
        )

    def get_fieldsets(self, request: HttpRequest, obj: Fact | None = None) -> Any:
        """The value as readers see it, where it can only be read."""
        if obj is None or self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        first = ("subject", "metric", "figure", ("as_of", "nature"), "source", "quotation")
        if obj.withdrawn_at:
            first = (("withdrawn_at", "withdrawn_because"), *first)
        return ((None, {"fields": first}), *self.fieldsets[1:])

    def get_readonly_fields(self, request: HttpRequest, obj: Fact | None = None) -> tuple[str, ...]:
        """The value as it is shown, where it can only be read, and why it was withdrawn."""
        return ("figure", "withdrawn_at", "withdrawn_because")

    def has_change_permission(self, request: HttpRequest, obj: Fact | None = None) -> bool:
        """Whoever may change facts, while nothing relies on this one."""
        frozen = isinstance(obj, Fact) and obj.held_from is not None
        return not frozen and super().has_change_permission(request, obj)

    def also_held(self, objs: Sequence[Any]) -> dict[Any, list[By]]:
        """Whatever relied on it once."""
        relied = "something public that relies on it, or did"
        return {fact.pk: [By(relied)] for fact in objs if fact.held_from is not None}

    def has_withdraw_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may add facts, of one that there is."""
        return self.has_add_permission(request) and picked(Fact, object_id) is not None

    @admin.display(description="Value", ordering="value")
    def figure(self, fact: Fact) -> str:
        """The value as readers see it."""
        return fact.shown

    @admin.display(description="Stands", boolean=True)
    def stands(self, fact: Fact) -> bool:
        """Whether nothing has taken its place."""
        return getattr(fact, "successor", None) is None and fact.withdrawn_at is None

    def save_model(self, request: HttpRequest, obj: Fact, form: Any, change: bool) -> None:
        """Save, with who recorded it."""
        if not change:
            obj.recorded_by = who(request)
        if obj.published_from:
            obj.held_from = timezone.now()
        super().save_model(request, obj, form, change)

    @action(
        description="Withdraw…",
        url_path="withdraw",
        permissions=["withdraw"],
        icon="block",
        variant=ActionVariant.DANGER,
        dialog=ActionDialog(
            title="Withdraw this fact",
            description="It does not stand, and no other takes its place. What cites it is flagged.",
            form_class=WithdrawForm,
            form_submit_text="Withdraw",
        ),
    )
    def withdraw(self, request: HttpRequest, form: WithdrawForm, object_id: str) -> HttpResponse:
        """Note that it does not stand any more."""
        fact = Fact.objects.get(pk=object_id)

        def verb() -> None:
            withdraw(fact, because=form.cleaned_data["because"])
            self.log_change(request, fact, "Withdrawn.")

        done = f"{fact.shown} was withdrawn. What cites it is flagged."
        return carry_out(request, fact, verb, done=done, refusals=WithdrawalRefused)

    def get_urls(self) -> list[URLPattern]:
        """The picker's address first: the change form's pattern would swallow it."""
        picker = path("picker/", self.admin_site.admin_view(self.pick), name="facts_fact_picker")
        return [picker, *super().get_urls()]

    def pick(self, request: HttpRequest) -> JsonResponse:
        """Facts for the body editor: `?q=` those that all the words fit, `?ids=1,2` these."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        facts = Fact.objects.with_story().select_related("successor").order_by("-recorded_at", "-pk")
        if ids := request.GET.get("ids"):
            numbers = [int(n) for n in ids.split(",")[:200] if re.fullmatch("[0-9]{1,18}", n)]
            return JsonResponse({"results": [described(fact) for fact in facts.filter(pk__in=numbers)]})
        return JsonResponse(
            {"results": [described(f) for f in matching(facts, request.GET.get("q", "").replace("\0", " "))]}
        )
