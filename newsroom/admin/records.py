"""A record's page with what the apps above records know of it: its facts, and the merge into another."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from unfold.admin import TabularInline
from unfold.dataclasses import ActionDialog
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextInputWidget

from changes.admin import ReadOnlyAdmin, picked
from changes.dialogs import lead_to
from changes.forms import DialogForm
from companies.admin import (
    AIModelAdmin,
    CompanyAdmin,
    MarketAdmin,
    ModelFamilyAdmin,
    ProductAdmin,
)
from companies.models import AIModel, Company, Market, ModelFamily, Product, Record
from facts.models import Fact
from newsroom.admin.reviews import Reviewed
from newsroom.models import Merged


class FactInline(TabularInline):
    """What is measured of the record. Facts are added and changed on their own pages."""

    model = Fact
    fk_name = "subject"
    fields = readonly_fields = ("figure", "metric", "as_of_in_words", "nature", "source", "stands")
    ordering = ("metric__name", "-as_of_earliest")
    extra = 0
    tab = True
    show_title = False

    def get_queryset(self, request: HttpRequest) -> Any:
        """With all that a row shows."""
        return super().get_queryset(request).select_related("subject", "metric", "source", "successor")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A fact is added on its own page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A fact is changed or superseded on its own page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for changing."""
        return False

    @admin.display(description="Value")
    def figure(self, fact: Fact) -> str:
        """The value as readers see it, leading to the fact's own page."""
        page = reverse("admin:facts_fact_change", args=[fact.pk])
        return format_html('<a href="{}" class="text-link">{}</a>', page, fact.shown)

    @admin.display(description="As of")
    def as_of_in_words(self, fact: Any) -> str:
        """What it speaks of, as readers see it."""
        return str(fact.as_of_in_words)

    @admin.display(description="Stands", boolean=True)
    def stands(self, fact: Fact) -> bool:
        """Whether nothing has taken its place."""
        return getattr(fact, "successor", None) is None and fact.withdrawn_at is None


class MergeForm(DialogForm):
    """Which record this one turned out to be."""

    form_before_template = "admin/newsroom/records_to_merge_into.html"

    into = forms.CharField(
        max_length=260,
        label="Into",
        widget=UnfoldAdminTextInputWidget(attrs={"list": "records-to-merge-into", "autocomplete": "off"}),
        help_text="Type a part of its name and choose. What will follow is shown before anything is done.",
    )

    def get_before_template_context(
        self, request: HttpRequest, object_id: int | str | None = None
    ) -> dict[str, Any]:
        """The records to choose from."""
        return {"records": self._others().values_list("name", "slug")}

    def _others(self) -> Any:
        """The other records of the kind."""
        kind = Record.objects.filter(pk=self.object_id).values("kind")
        return Record.objects.filter(kind__in=kind).exclude(pk=self.object_id).order_by("name", "pk")

    def clean_into(self) -> Record:
        """The record that was chosen, by “Name (slug)”, its slug, or its name where only one has it."""
        typed = self.cleaned_data["into"].strip()
        chosen = re.search(r"\(([a-z0-9-]+)\)\Z", typed)
        others = self._others()
        found = list(others.filter(slug=chosen[1] if chosen else typed)) or list(
            others.filter(name__iexact=typed)[:2]
        )
        if len(found) != 1:
            raise forms.ValidationError(
                "More than one record has this name: choose one from the list."
                if found
                else "No other record of this kind has this name: choose one from the list."
            )
        record: Record = found[0]
        return record


class InNewsroom(Reviewed):
    """What each kind's page has besides its own fields."""

    actions_detail = ("merge", "review")
    change_form_outer_before_template = "admin/newsroom/record_before.html"

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Facts too, once the record is there."""
        inlines = super().get_inlines(request, obj)
        return [*inlines, FactInline] if obj else list(inlines)

    def has_merge_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may change records, for nothing that a record holds is lost in a merge."""
        return self.has_change_permission(request) and picked(self.model, object_id) is not None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        """Add what was merged into it, and what may be done."""
        if record := context.get("original"):
            context["absorbed"] = Merged.objects.filter(into=record.pk).select_related("by")
            context["may_add_fact"] = request.user.has_perm("facts.add_fact")
        return super().render_change_form(request, context, **kwargs)

    @action(
        description="Merge into…",
        url_path="merge",
        permissions=["merge"],
        icon="merge",
        dialog=ActionDialog(
            title="Merge into another record",
            description="For two records that are one. All that points at this one will follow to the other.",
            form_class=MergeForm,
            form_submit_text="Show what will follow",
        ),
    )
    def merge(self, request: HttpRequest, form: MergeForm, object_id: str) -> HttpResponse:
        """Lead to the page that shows what will follow, and asks."""
        return lead_to(reverse("newsroom:merge", args=[object_id, form.cleaned_data["into"].pk]))


for model in (Company, Product, ModelFamily, AIModel, Market):
    admin.site.unregister(model)


@admin.register(Company)
class CompanyInNewsroom(InNewsroom, CompanyAdmin):
    """Companies with their facts."""


@admin.register(Product)
class ProductInNewsroom(InNewsroom, ProductAdmin):
    """Products with their facts."""


@admin.register(ModelFamily)
class ModelFamilyInNewsroom(InNewsroom, ModelFamilyAdmin):
    """Families with their facts."""


@admin.register(AIModel)
class AIModelInNewsroom(InNewsroom, AIModelAdmin):
    """Models with their facts."""


@admin.register(Market)
class MarketInNewsroom(InNewsroom, MarketAdmin):
    """Markets with their facts."""


@admin.register(Merged)
class MergedAdmin(ReadOnlyAdmin):
    """Which records became which."""

    list_display = ("name", "kind", "into", "by", "at")
    list_filter = ("kind",)
    list_select_related = ("into", "by")
    search_fields = ("name", "slug", "into__name")
