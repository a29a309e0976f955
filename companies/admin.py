"""Records: companies, products, families, models, markets, their names, ownership and releases."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from changes import log
from changes.admin import PublicAdmin, tell, was_by_hand
from changes.deleting import By, DeletingAdmin
from changes.forms import ModelForm
from companies import indexing, releases, sourcing
from companies.exchange.admin import ExchangeAdmin
from companies.exchange.resources import (
    ClaimResource,
    CompanyResource,
    FamilyResource,
    MarketResource,
    ModelRecordResource,
    OwnershipResource,
    ProductResource,
)
from companies.inlines import HoldingsInline, ListingInline, OwnersInline, TieFormSet
from companies.models import (
    KINDS,
    AIModel,
    Alias,
    Company,
    Market,
    ModelFamily,
    Ownership,
    Product,
    Record,
    ReleaseClaim,
    ValueSource,
)
from companies.pictures import PICTURES
from companies.source_inline import SourceInline

NAMES = ("name", ("native_name", "native_language"), "slug")
FINDING = ("In texts", {"classes": ["tab"], "fields": ("cased", "meant_by_bare_name")})
PUBLIC = (
    "Publication",
    {"classes": ["tab"], "fields": ("published_from", ("checked_on", "checked_against"))},
)


class AliasInline(TabularInline):
    """Every other name under which texts may mention the record."""

    model = Alias
    form = ModelForm
    fk_name = "record"
    fields = ("text", "kind", "language")
    extra = 0
    tab = True


class RecordForm(ModelForm):
    """A record's own fields, with the refusals that the database cannot say."""

    def clean_slug(self) -> str:
        """A slug that no other record of the kind has or ever had in public."""
        slug: str = self.cleaned_data["slug"]
        indexing.refuse_taken(KINDS[self._meta.model], slug, self.instance.pk)
        return slug


class RecordAdmin(ExchangeAdmin, PublicAdmin):
    """What the five kinds of record share."""

    instead = (
        "merge it into the record that it turned out to be (Merge into…), or empty “Published from”, where nothing "
        "public names it."
    )
    form = RecordForm
    inlines: tuple[Any, ...] = (AliasInline, SourceInline)
    prepopulated_fields = {"slug": ("name",)}
    search_fields = ("name", "native_name", "slug", "aliases__text")
    ordering = ("name",)

    def about(self, obj: Any) -> str:
        """The record's kind."""
        return str(obj.kind)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Sources come last: what they are of is saved by then."""
        if formset.model is not ValueSource:
            super().save_formset(request, form, formset, change)
            return
        for label in formset.save_rows():
            messages.warning(request, f"The source of {label} was not kept: no such value is recorded.")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save what belongs to it, and point out what is no longer of the value that it was given for."""
        super().save_related(request, form, formsets, change)
        for label in sourcing.of_earlier_values(form.instance):
            todo = "name that of the new value under Sources of values."
            messages.warning(request, f"{label} has changed since its source was given: {todo}")

    def saved(self, form: Any, change: bool) -> None:
        """Hold its addresses, put it into the search, tell the log; also when it was made private just now."""
        indexing.saved(form.instance, slug_before=form.initial.get("slug", ""))
        if was_by_hand(form) and not form.instance.published_from:
            log.hidden(form.instance.kind, form.instance.pk)
        if "published_from" in form.changed_data:
            tell(form.instance.kind, form.instance.pk)
        if {"cased", "meant_by_bare_name"} & set(form.changed_data):
            indexing.names_changed(form.instance)

    def also_held(self, objs: Sequence[Any]) -> dict[Any, list[By]]:
        """Readers, who see or saw it. One query."""
        once = Record.objects.once_public().filter(pk__in=[obj.pk for obj in objs])
        return {pk: [By("readers, who see it or saw it")] for pk in once.values_list("pk", flat=True)}

    @admin.display(description="Public", boolean=True)
    def is_public(self, obj: Any) -> bool:
        """Whether readers see it now."""
        return bool(obj.seen)

    def get_queryset(self, request: HttpRequest) -> Any:
        """All records, private ones too, with whether readers see them."""
        seen = Exists(Record.objects.public().filter(pk=OuterRef("pk")))
        return super().get_queryset(request).annotate(seen=seen)


@admin.register(Company)
class CompanyAdmin(RecordAdmin):
    """Labs, platforms, publishers of figures."""

    formfield_overrides = RecordAdmin.formfield_overrides | PICTURES
    resource_classes = (CompanyResource,)
    inlines = (OwnersInline, HoldingsInline, ListingInline, AliasInline, SourceInline)
    list_display = ("name", "native_name", "sort", "country", "is_public")
    list_filter = ("sort", "country")
    fieldsets = (
        (None, {"fields": (*NAMES, ("sort", "country"), "seat", "founded", "description", "logo")}),
        ("Links", {"classes": ["tab"], "fields": ("website", "wikidata")}),
        FINDING,
        PUBLIC,
    )

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        """Each with its inline; those with ties know one another, for the rules that they keep together."""
        together: list[TieFormSet] = []
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            if issubclass(formset, TieFormSet):
                formset.together = together
            yield formset, inline

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Tell the log of ties for the other company's page too."""
        super().save_formset(request, form, formset, change)
        if formset.model is not Ownership:
            return
        changed = (tie for tie, _ in formset.changed_objects)
        ties = [*formset.new_objects, *changed, *formset.deleted_objects]
        _tell_of(tie.owner_id if tie.owned_id == form.instance.pk else tie.owned_id for tie in ties)


@admin.register(Product)
class ProductAdmin(RecordAdmin):
    """What companies run and people use."""

    resource_classes = (ProductResource,)
    list_display = ("name", "native_name", "owner", "what", "is_public")
    list_select_related = ("owner",)
    autocomplete_fields = ("owner", "powered_by")
    fieldsets = (
        (None, {"fields": (*NAMES, "owner", "what", "powered_by", "website", "description")}),
        FINDING,
        PUBLIC,
    )


@admin.register(ModelFamily)
class ModelFamilyAdmin(RecordAdmin):
    """Lines of models under one name."""

    resource_classes = (FamilyResource,)
    list_display = ("name", "native_name", "developer", "what", "is_public")
    list_select_related = ("developer",)
    autocomplete_fields = ("developer",)
    fieldsets = ((None, {"fields": (*NAMES, "developer", "what", "description")}), FINDING, PUBLIC)


class ClaimInline(TabularInline):
    """What was said of the release. A claim stays as it was made; a new one says what changed."""

    model = ReleaseClaim
    form = ModelForm
    fields = ("status", "window", "window_words", "claimed_by", "claimed_on", "source")
    extra = 0
    tab = True
    verbose_name_plural = "Release claims"

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the model, which each names in its title."""
        return super().get_queryset(request).select_related("model")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Claims are added, never edited."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Claims are added, never removed."""
        return False


class AIModelForm(RecordForm):
    """A model's fields, with modalities to tick."""

    takes = forms.MultipleChoiceField(
        label="Input",
        choices=AIModel.Modality,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="What goes in.",
    )
    gives = forms.MultipleChoiceField(
        label="Output",
        choices=AIModel.Modality,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="What comes out.",
    )


@admin.register(AIModel)
class AIModelAdmin(RecordAdmin):
    """Models and the history of their releases."""

    belongings = ("claims",)

    resource_classes = (ModelRecordResource, ClaimResource)
    form = AIModelForm
    inlines = (ClaimInline, AliasInline, SourceInline)
    list_display = ("name", "developer", "family", "status", "released", "openness", "is_public")
    list_filter = ("status", "openness", ("developer", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("developer", "family")
    autocomplete_fields = ("developer", "family", "predecessor")
    fieldsets = (
        (None, {"fields": (*NAMES, ("developer", "family"), ("version", "predecessor"), "description")}),
        ("Release", {"classes": ["tab"], "fields": ("status", "announced", "released")}),
        ("What it is", {"classes": ["tab"], "fields": ("takes", "gives", "openness", "licence", "weights")}),
        FINDING,
        PUBLIC,
    )

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """New claims go through the verb, which sets the record and tells the log whether it slipped."""
        if formset.model is not ReleaseClaim:
            super().save_formset(request, form, formset, change)
            return
        for claim in formset.save(commit=False):
            releases.claim(
                form.instance,
                status=claim.status,
                window=claim.window,
                words=claim.window_words,
                claimed_on=claim.claimed_on,
                claimed_by=claim.claimed_by,
                source=claim.source,
            )
        formset.save_m2m()
        form.instance.refresh_from_db()


@admin.register(Market)
class MarketAdmin(RecordAdmin):
    """Things that are measured and are no company."""

    resource_classes = (MarketResource,)
    list_display = ("name", "country", "is_public")
    fieldsets = ((None, {"fields": (*NAMES, "country", "description")}), FINDING, PUBLIC)


@admin.register(Ownership)
class OwnershipAdmin(ExchangeAdmin, DeletingAdmin):
    """Who owns, controls or founded whom."""

    resource_classes = (OwnershipResource,)
    list_display = ("owner", "type", "owned", "share", "since", "until")
    list_filter = ("type",)
    list_select_related = ("owner", "owned")
    search_fields = ("owner__name", "owned__name")
    autocomplete_fields = ("owner", "owned")
    fields = (("owner", "type", "owned"), "share", ("since", "until"), "source")

    def save_model(self, request: HttpRequest, obj: Ownership, form: Any, change: bool) -> None:
        """Save, and tell the log for both companies' pages."""
        super().save_model(request, obj, form, change)
        _tell_of((obj.owner_id, obj.owned_id))

    def delete_model(self, request: HttpRequest, obj: Ownership) -> None:
        """Delete, and tell the log for both companies' pages."""
        super().delete_model(request, obj)
        _tell_of((obj.owner_id, obj.owned_id))


def _tell_of(companies: Iterable[int]) -> None:
    """Tell the log of those companies, by their ids, whose pages readers see."""
    for pk in Record.objects.public().filter(pk__in=list(companies)).values_list("pk", flat=True):
        tell("company", pk)


@admin.register(Record)
class AnyRecordAdmin(ModelAdmin):
    """All kinds at once, only for searching a fact's subject; edited under their own kinds."""

    search_fields = ("name", "native_name", "aliases__text")
    ordering = ("name", "id")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Not in the list of applications."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A record is added under its kind."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A record is changed under its kind."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A record is deleted under its kind."""
        return False
