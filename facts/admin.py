"""Sources, metrics and facts, and the search that the body editor cites facts through."""

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.dataclasses import ActionDialog
from unfold.decorators import action
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from changes.admin import PublicAdmin, picked, who
from facts import amounts
from facts.admin_decisions import FactDecisions
from facts.models import Fact, Metric, Scope, Source
from facts.supersession import SupersessionRefused, supersede
from facts.twice import contradicts, said_already, shown_with

#: How many facts the picker looks at and shows: more than one can read is more than one needs.
LOOKED_AT, SHOWN = 300, 20


@admin.register(Source)
class SourceAdmin(PublicAdmin):
    """Where figures were read."""

    list_display = ("title", "publisher", "published", "accessed", "language")
    list_filter = ("language", "publisher")
    search_fields = ("title", "publisher", "url")
    ordering = ("publisher", "title")
    fields = ("title", "publisher", "url", "archived_url", ("published", "accessed"), "language")


@admin.register(Metric)
class MetricAdmin(PublicAdmin):
    """What is measured, and in what."""

    list_display = ("name", "code", "unit", "higher_is_better")
    list_filter = ("unit",)
    search_fields = ("name", "code")
    ordering = ("name",)
    fields = (("name", "code"), "unit", "definition", "higher_is_better", ("by_length", "dimensions"))


@admin.register(Scope)
class ScopeAdmin(PublicAdmin):
    """What part of the whole figures count."""

    list_display = ("name",)
    search_fields = ("name",)
    fields = ("name",)

    def get_readonly_fields(self, request: HttpRequest, obj: Scope | None = None) -> tuple[str, ...]:
        """The name, once it is given: facts are found by it."""
        return ("name",) if obj else ()


class FactForm(forms.ModelForm):
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
            self.initial["value"] = f"{self.instance.value.normalize():f}"

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
            amount = amounts.parse(written)
            found["unit"] = _unit(amount.unit, found.get("unit"), found.get("metric"))
        except amounts.AmountNotUnderstood as reason:
            self.add_error("value", str(reason))
            return found
        found["value"] = amount.value
        found["high"] = found.get("high") or amount.high
        if amount.qualifier != Fact.Qualifier.EXACTLY or not found.get("qualifier"):
            found["qualifier"] = amount.qualifier
        return found


def _unit(written: str, chosen: str | None, metric: Metric | None) -> str:
    """The unit of a value: chosen, or written with it, or the metric's own where only a number was written.

    Raises AmountNotUnderstood where they contradict each other, or nothing says the currency.
    """
    if written != Metric.Unit.COUNT:
        if chosen and chosen != written:
            raise amounts.AmountNotUnderstood(f"The value is written in {written}, the unit says {chosen}.")
        return written
    if chosen or metric is None:
        return chosen or written
    if metric.unit in {Metric.Unit.MONEY, Metric.Unit.PRICE}:
        raise amounts.AmountNotUnderstood("Write the currency with the value, for example $90 billion.")
    return str(metric.unit)


class SupersedeForm(BaseDialogForm):
    """What takes a fact's place."""

    value = forms.CharField(
        widget=UnfoldAdminTextInputWidget, help_text="The better value of the same period, as it is written."
    )
    because = forms.ChoiceField(choices=Fact.Reason, widget=UnfoldAdminSelectWidget, label="Why")
    source = forms.ModelChoiceField(
        Source.objects.all(),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text="Where the better value was read. Empty: the same source.",
    )
    quotation = forms.CharField(
        required=False, widget=UnfoldAdminTextInputWidget, help_text="The source’s own words."
    )


@admin.register(Fact)
class FactAdmin(FactDecisions, PublicAdmin):
    """Figures. Open until something relies on one; from then on only superseded or withdrawn."""

    form = FactForm
    change_form_outer_before_template = "admin/facts/fact/already.html"
    list_display = ("subject", "metric", "figure", "as_of", "nature", "source", "stands", "review_after")
    list_display_links = ("subject", "figure")
    list_filter = ("nature", "disputed", "metric")
    list_select_related = ("subject", "metric", "source", "successor")
    search_fields = ("subject__name", "subject__aliases__text", "metric__name", "source__title", "quotation")
    autocomplete_fields = ("subject", "metric", "source", "scope")
    actions_detail = ("supersede", *FactDecisions.actions_detail)
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

    def get_fieldsets(self, request: HttpRequest, obj: Fact | None = None) -> Any:
        """The value as readers see it, where it can only be read."""
        if obj is None or self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        first = ("subject", "metric", "figure", ("as_of", "nature"), "source", "quotation")
        return ((None, {"fields": first}), *self.fieldsets[1:])

    def get_readonly_fields(self, request: HttpRequest, obj: Fact | None = None) -> tuple[str, ...]:
        """The value as it is shown, where it can only be read."""
        return ("figure",)

    def has_change_permission(self, request: HttpRequest, obj: Fact | None = None) -> bool:
        """Whoever may change facts, while nothing relies on this one."""
        frozen = isinstance(obj, Fact) and obj.held_from is not None
        return not frozen and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Fact | None = None) -> bool:
        """As for changing."""
        return (obj is None or self.has_change_permission(request, obj)) and super().has_delete_permission(
            request, obj
        )

    def has_supersede_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
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
        description="Supersede…",
        url_path="supersede",
        permissions=["supersede"],
        icon="published_with_changes",
        dialog=ActionDialog(
            title="Supersede this fact",
            description="For a better value of the same period. A newer period is a new fact of its own.",
            form_class=SupersedeForm,
            form_submit_text="Supersede",
        ),
    )
    def supersede(self, request: HttpRequest, form: SupersedeForm, object_id: str) -> HttpResponse:
        """Record what takes its place."""
        fact = Fact.objects.get(pk=object_id)
        given = form.cleaned_data
        try:
            amount = amounts.parse(given["value"])
            values = {
                "unit": _unit(amount.unit, fact.unit, fact.metric),
                "value": amount.value,
                "high": amount.high,
                "qualifier": amount.qualifier,
                "source": given["source"] or fact.source,
                "quotation": given["quotation"],
            }
            successor = supersede(fact, by=who(request), because=given["because"], **values)
            messages.success(request, f"{fact.shown} gave way to {successor.shown}.")
            target = reverse("admin:facts_fact_change", args=[successor.pk])
        except (amounts.AmountNotUnderstood, SupersessionRefused, forms.ValidationError) as reason:
            messages.error(request, str(reason))
            target = reverse("admin:facts_fact_change", args=[fact.pk])
        return HttpResponse(headers={"HX-Redirect": target})

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


def matching(facts: Any, words: str) -> list[Fact]:
    """The newest facts that every word fits: subject, other names, metric, source, or the value as shown."""
    wanted = words[:200].split()
    for word in wanted:
        if not re.search("[0-9]", word):
            facts = facts.filter(
                Q(subject__name__icontains=word)
                | Q(subject__native_name__icontains=word)
                | Q(subject__aliases__text__icontains=word)
                | Q(metric__name__icontains=word)
                | Q(source__title__icontains=word)
                | Q(source__publisher__icontains=word)
                | Q(quotation__icontains=word)
                | Q(unit__icontains=word)
                | _scale(word)
            )
    numbers = [word for word in wanted if re.search("[0-9]", word)]
    found = facts.distinct()[:LOOKED_AT]
    return [fact for fact in found if all(_says(fact, number) for number in numbers)][:SHOWN]


def _scale(word: str) -> Q:
    """“million” and “billion” are in no column: they are how values are shown."""
    least = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}.get(word.lower())
    return Q(value__gte=least, value__lt=least * 1000) if least else Q(pk__in=[])


def _says(fact: Fact, number: str) -> bool:
    """Whether the number stands in the fact's value or date as readers see them."""
    return number.strip("$€¥,.%").lower() in f"{fact.shown} {fact.as_of} {fact.value}".lower()


def described(fact: Fact) -> dict[str, Any]:
    """A fact for the picker."""
    return {
        "id": fact.pk,
        "shown": fact.shown,
        "claim": f"{fact.subject.name}: {fact.metric.name}",
        "as_of": fact.as_of_words or fact.as_of,
        "nature": fact.get_nature_display().lower(),
        "source": str(fact.source),
        "superseded": getattr(fact, "successor", None) is not None or fact.withdrawn_at is not None,
    }
