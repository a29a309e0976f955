"""Interests and their declarations. Contributors see and change their own interests; editors those of everybody."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminRadioSelectWidget

from articles.interests import was_told
from articles.models import Author, Declaration, Interest
from articles.workflow import may
from changes.admin import PublicAdmin, picked, who
from changes.deleting import By
from changes.forms import ModelForm


def mine(request: HttpRequest) -> "QuerySet[Author]":
    """The authors for whom a user may declare: editors for all, contributors for themselves."""
    authors: QuerySet[Author] = Author.objects.all()
    return authors if may(request.user, "edit") else authors.filter(user=who(request))


class OwnAuthors(ModelAdmin):
    """Offers those authors for whom the user may declare."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only those, also in a form that was made by hand."""
        if db_field.name == "author":
            kwargs["queryset"] = mine(request)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if (
            db_field.name == "author"
            and isinstance(field, ModelChoiceField)
            and not may(request.user, "edit")
        ):
            field.required = True
        return field

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The author whom the address names, or the user's own."""
        own = {"author": Author.objects.filter(user=who(request)).first()}
        return own | super().get_changeform_initial_data(request)


@admin.register(Interest)
class InterestAdmin(OwnAuthors, PublicAdmin):
    """What readers are told of. Once they were, only its end is set: say anything else in a new one."""

    instead = "set the day on which it ended."
    list_display = ("holder", "company", "sort", "line", "since", "until")
    list_select_related = ("author", "company")
    list_filter = ("sort",)
    search_fields = ("author__name", "company__name", "line")
    ordering = ("author__name", "company__name")
    autocomplete_fields = ("company",)
    fields = ("author", "company", "sort", "line", ("since", "until"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Interest]:
        """The house's and one's own; editors see all."""
        found: QuerySet[Interest] = super().get_queryset(request)
        own = Q(author=None) | Q(author__user=who(request))
        return found if may(request.user, "edit") else found.filter(own)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Any; whoever may not see it is refused."""
        return picked(Interest, object_id)

    def has_view_permission(self, request: HttpRequest, obj: Interest | None = None) -> bool:
        """The house's, one's own, or as an editor."""
        seen = obj is None or obj.author is None or self.has_change_permission(request, obj)
        return super().has_view_permission(request, obj) and seen

    def get_readonly_fields(self, request: HttpRequest, obj: Interest | None = None) -> tuple[str, ...]:
        """All but its end, once readers were told."""
        return ("author", "company", "sort", "line", "since") if obj and was_told(obj) else ()

    def has_change_permission(self, request: HttpRequest, obj: Interest | None = None) -> bool:
        """One's own, or as an editor."""
        own = obj is None or (obj.author is not None and obj.author.user_id == who(request).pk)
        return super().has_change_permission(request, obj) and (own or may(request.user, "edit"))

    def also_held(self, objs: Sequence[Any]) -> dict[Any, list[By]]:
        """What readers were told of is ended, not forgotten. Up to three queries for each."""
        return {one.pk: [By("readers, who were told of it")] for one in objs if was_told(one)}

    def save_model(self, request: HttpRequest, obj: Interest, form: Any, change: bool) -> None:
        """Note who declared it."""
        if not change:
            obj.declared_by = who(request)
        super().save_model(request, obj, form, change)

    def saved(self, form: Any, change: bool) -> None:
        """Tell the log also of a new one: it stands on pages that are out."""
        super().saved(form, True)


class DeclarationForm(ModelForm):
    """None, or those on record."""

    nothing = forms.TypedChoiceField(
        label="Interests in companies that we write about",
        choices=[("none", "None"), ("record", "Those on record")],
        coerce=lambda chosen: chosen == "none",
        widget=UnfoldAdminRadioSelectWidget,
        help_text="Shares, an employment, a sponsor, a client, somebody close who works there: add each under "
        "“Interests” before. It holds for a year.",
    )


@admin.register(Declaration)
class DeclarationAdmin(OwnAuthors):
    """Only ever added: each stands for its day. What was added by mistake a publisher takes away."""

    form = DeclarationForm
    list_display = ("author", "said", "at", "by")
    list_select_related = ("author", "by")
    search_fields = ("author__name",)
    ordering = ("-at",)
    fields = ("author", "nothing")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: a declaration stands."""
        return False

    def save_model(self, request: HttpRequest, obj: Declaration, form: Any, change: bool) -> None:
        """Note who declared it."""
        obj.by = who(request)
        super().save_model(request, obj, form, change)

    @admin.display(description="Declared")
    def said(self, declaration: Declaration) -> str:
        """None, or those on record."""
        return "None" if declaration.nothing else "Those on record"
