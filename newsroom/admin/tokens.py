"""API tokens: everybody makes, sees and revokes their own; administrators see everybody's, and revoke them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.dataclasses import ActionDialog
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget

from api import tokens
from api.models import Token
from articles.workflow import roles_of
from changes.admin import picked, who
from changes.dialogs import carry_out
from changes.forms import DialogForm, ModelForm
from newsroom.staff.granting import looks_after
from newsroom.staff.ways_in import LASTS, make, scopes_of


class TokenForm(ModelForm):
    """What a new token is for, and how long."""

    scopes = forms.MultipleChoiceField(
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        label="May",
        help_text="Only what your roles let you do as well. Choose as little as its program needs.",
    )
    days = forms.TypedChoiceField(choices=LASTS, coerce=int, widget=UnfoldAdminSelectWidget, label="Good for")

    user: User

    class Meta:
        model = Token
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "scopes" in self.fields:
            field: Any = self.fields["scopes"]
            field.choices = scopes_of(self.user)

    def clean(self) -> dict[str, Any]:
        """Refuse one more where the user has too many."""
        try:
            tokens.refuse_too_many(self.user, timezone.now())
        except tokens.TokenRefused as reason:
            self.add_error(None, str(reason))
        return super().clean() or self.cleaned_data


@admin.register(Token)
class TokenAdmin(ModelAdmin):
    """Ways in for programs. What a token is is shown once, when it is made."""

    form = TokenForm
    list_display = ("name", "hint", "user", "may", "state", "last_used_at", "expires_at")
    list_select_related = ("user",)
    search_fields = ("name", "user__username")
    sortable_by = ("name", "last_used_at", "expires_at")
    readonly_fields = ("user", "hint", "may", "state", "made_at", "last_used_at", "expires_at", "revoked_at")
    actions_detail = ("revoke",)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Token]:
        """One's own; all for whoever looks after accounts."""
        found: QuerySet[Token] = super().get_queryset(request)
        return found if looks_after(who(request)) else found.filter(user=who(request))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Token | None:
        """Any: whoever may not look at it is refused by name, not told that there is none."""
        return picked(Token, object_id)

    def get_fields(self, request: HttpRequest, obj: Token | None = None) -> Any:
        """What is asked of a new one, and what is known of one that there is."""
        return ("name", *self.readonly_fields) if obj else ("name", "scopes", "days")

    def get_readonly_fields(self, request: HttpRequest, obj: Token | None = None) -> Any:
        """All, once it is made."""
        return self.readonly_fields if obj else ()

    def get_form(
        self, request: HttpRequest, obj: Token | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """The form, for the user who asks."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type("TokenForm", (form,), {"user": request.user})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with what the owners of its tokens are by now: one query for all."""
        found = super().get_changelist_instance(request)
        standings = tokens.standings_of(token.user for token in found.result_list)
        for token in found.result_list:
            token.owner_is = standings[token.user_id]
        return found

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Everybody with a role."""
        return bool(roles_of(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Token | None = None) -> bool:
        """One's own; all for whoever looks after accounts."""
        theirs = obj is None or obj.user_id == request.user.pk or looks_after(who(request))
        return self.has_module_permission(request) and theirs

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Everybody with a role, for themselves."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Token | None = None) -> bool:
        """A token is what it was made: another takes its place."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Token | None = None) -> bool:
        """It is revoked, and stays to be seen."""
        return False

    def has_revoke_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may look at it, while it is not revoked."""
        token = picked(Token, object_id)
        return token is not None and token.revoked_at is None and self.has_view_permission(request, token)

    @admin.display(description="may")
    def may(self, token: Token) -> str:
        """Its scopes."""
        return ", ".join(token.scopes)

    @display(description="state", label={"good": "success"})
    def state(self, token: Any) -> str:
        """Whether it is good, or why not."""
        standing = getattr(token, "owner_is", None) or tokens.standings_of([token.user])[token.user_id]
        return tokens.why_ended(token, standing, timezone.now()) or "good"

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Token:
        """Make it; what it is goes to the page that shows it."""
        given = {name: form.cleaned_data[name] for name in ("name", "scopes", "days")}
        token, request.made_token = make(who(request), now=timezone.now(), **given)
        return token

    def save_model(self, request: HttpRequest, obj: Token, form: Any, change: bool) -> None:
        """Nothing: it is made already."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing: nothing belongs to it."""

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One way to save it: what comes next is what it is."""
        buttons = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, buttons | (extra_context or {}))

    def response_add(
        self, request: HttpRequest, obj: Token, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show what it is, this once: it goes into no message, which sessions keep."""
        page = self.admin_site.each_context(request) | {
            "title": "Your token",
            "token": obj,
            "text": request.made_token,
        }
        response = TemplateResponse(request, "admin/newsroom/token.html", page)
        response["Cache-Control"] = "private, no-store"
        return response

    @action(
        description="Revoke…",
        url_path="revoke",
        permissions=["revoke"],
        icon="block",
        variant=ActionVariant.DANGER,
        dialog=ActionDialog(
            title="Revoke this token",
            description="Whatever uses it is refused from now on. It cannot be taken back.",
            form_class=DialogForm,
            form_submit_text="Revoke",
        ),
    )
    def revoke(self, request: HttpRequest, form: forms.Form, object_id: str) -> HttpResponse:
        """End it."""
        token = Token.objects.get(pk=object_id)

        def verb() -> None:
            tokens.revoke(token)
            self.log_change(request, token, "Revoked.")

        return carry_out(request, token, verb, done="It is revoked.", refusals=())
