"""Users and their groups as the admin shows them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django_otp.plugins.otp_totp.admin import TOTPDevice
from unfold.admin import ModelAdmin
from unfold.dataclasses import ActionDialog
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.forms import AdminPasswordChangeForm, BaseDialogForm, UserChangeForm

from articles.roles import APPS
from changes.admin import picked, who
from changes.deleting import By, DeletingAdmin
from changes.dialogs import form_of, lead_to
from newsroom.staff import factors, granting, joining, sessions
from newsroom.staff.forms import InvitationForm

admin.site.unregister(User)
admin.site.unregister(Group)
# Its pages would show the keys.
admin.site.unregister(TOTPDevice)


class StaffForm(UserChangeForm):
    """A user's fields, with no more to give than whoever changes them has."""

    #: Set by the admin for each request.
    by: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, mine in (("groups", granting.groups), ("user_permissions", granting.permissions)):
            if name in self.fields:
                self.fields[name].queryset = mine(self.by)

    def clean(self) -> Any:
        """Refuse what would leave nobody who can let others in."""
        cleaned = super().clean()
        if "is_active" not in self.fields:
            return cleaned
        values = {
            "active": cleaned.get("is_active", False),
            "staff": cleaned.get("is_staff", False),
            "superuser": cleaned.get("is_superuser", self.instance.is_superuser),
            "groups": cleaned.get("groups", []),
        }
        try:
            granting.refuse_to_lose_the_last(self.instance, **values)
        except granting.NotYours as reason:
            raise ValidationError(str(reason)) from reason
        return cleaned


class StateFilter(admin.SimpleListFilter):
    """Who is here, who was asked to come, who left."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The states as the list names them."""
        return [("active", "Active"), ("invited", "Invited"), ("left", "Deactivated")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Those in the state; all where none is chosen."""
        invited = queryset.filter(account__invited_at__isnull=False, last_login=None)
        if self.value() == "left":
            return queryset.filter(is_active=False)
        if self.value() == "invited":
            return invited.filter(is_active=True)
        if self.value() == "active":
            return queryset.filter(is_active=True).exclude(pk__in=invited)
        return queryset


@admin.register(User)
class UserAdmin(DeletingAdmin, DjangoUserAdmin, ModelAdmin):
    """Who may sign in: invited by mail, and given no more than whoever invites them has."""

    instead = "untick “Active”: nobody signs in under the name any more, and what was done under it keeps its author."
    form = StaffForm
    add_form = InvitationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "name", "email", "role", "state", "codes", "seen")
    list_filter = (StateFilter, "groups")
    list_select_related = ("account",)
    actions = None
    add_fieldsets = ((None, {"fields": ("username", ("first_name", "last_name"), "email", "role")}),)
    readonly_fields = ("state", "codes", "seen", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", ("first_name", "last_name"), "email")}),
        (
            "What they may do",
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        ("Sign-in", {"fields": ("state", "codes", "seen", "last_login", "date_joined")}),
    )
    actions_detail = ("invite_again", "sign_out", "reset_codes")

    def get_queryset(self, request: HttpRequest) -> Any:
        """With what the list shows of each."""
        device = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        found = super().get_queryset(request).annotate(has_codes=Exists(device))
        return found.select_related("account").prefetch_related("groups")

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form that knows who fills it in."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"by": who(request)})

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Single permissions and the right to everything only where they can be given."""
        found = super().get_fieldsets(request, obj)
        if obj is None or request.user.is_superuser:
            return found
        fields = tuple(
            name for name in found[1][1]["fields"] if name not in {"is_superuser", "user_permissions"}
        )
        return (found[0], (found[1][0], {"fields": fields}), *found[2:])

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever may change users, of those who may do no more."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or granting.may_manage(who(request), obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """As for changing, but nobody deletes themselves."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or (obj != request.user and granting.may_manage(who(request), obj)))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Invite whoever is new; end the sessions of whoever is shut out, for good."""
        if not change:
            try:
                joining.invite(obj, role=form.cleaned_data["role"], by=who(request))
            except joining.CannotInvite as reason:
                raise PermissionDenied(str(reason)) from reason
            return
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data:
            sessions.end_all(obj)

    def also_held(self, objs: Sequence[Any]) -> dict[Any, list[By]]:
        """The last who can let others in is needed."""
        found = set(granting.administrators().values_list("pk", flat=True))
        last = found <= {user.pk for user in objs}
        return {pk: [By("being the last active administrator")] for pk in found if last}

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Delete, but never the last who can let others in."""
        if granting.is_last(obj):
            raise PermissionDenied("This is the last active administrator. Make somebody else one first.")
        super().delete_model(request, obj)

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: Any = None) -> HttpResponse:
        """Say that a mail is on its way."""
        messages.success(request, f"An invitation is on its way to {obj.email}. It is good for seven days.")
        return super().response_add(request, obj, post_url_continue)

    @admin.display(description="Name", ordering="last_name")
    def name(self, user: User) -> str:
        """What they are called."""
        return user.get_full_name()

    @admin.display(description="Role")
    def role(self, user: User) -> str:
        """Their groups; a superuser may do everything."""
        names = ["superuser"] if user.is_superuser else []
        return ", ".join(names + sorted(group.name for group in user.groups.all()))

    @admin.display(description="State")
    def state(self, user: User) -> str:
        """Whether they are here, were asked to come, or left."""
        account = getattr(user, "account", None)
        if not user.is_active:
            return "deactivated"
        if account and account.invited_at and not user.has_usable_password():
            return f"invited {account.invited_at:%-d %b %Y}"
        return "active"

    @admin.display(description="Two-factor", ordering="has_codes")
    def codes(self, user: Any) -> str:
        """Whether a code is asked for at sign-in."""
        return "on" if user.has_codes else "off"

    @admin.display(description="Last seen", ordering="account__seen_at")
    def seen(self, user: User) -> Any:
        """When they last asked for a page."""
        account = getattr(user, "account", None)
        return account.seen_at if account else None

    def has_invite_again_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """For whoever was not here yet."""
        user = picked(User, object_id)
        return (
            user is not None
            and user.is_active
            and not user.has_usable_password()
            and self.has_change_permission(request, user)
        )

    def has_sign_out_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whoever may change the user."""
        user = picked(User, object_id)
        return user is not None and self.has_change_permission(request, user)

    def has_reset_codes_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whoever may change the user, where codes are asked for; one's own are turned off with a code."""
        user = picked(User, object_id)
        return (
            user is not None
            and user != request.user
            and factors.has_one(user)
            and self.has_change_permission(request, user)
        )

    @action(
        description="Invite again…",
        url_path="invite-again",
        permissions=["invite_again"],
        icon="mail",
        dialog=ActionDialog(
            title="Write to them again",
            description="With a new link, good for seven days. The one that was sent before ends.",
            form_class=BaseDialogForm,
            form_submit_text="Write",
        ),
    )
    def invite_again(self, request: HttpRequest, form: forms.Form, object_id: str) -> HttpResponse:
        """Send another link."""
        user = User.objects.get(pk=object_id)
        try:
            joining.invite(user, role=None, by=who(request))
            self.log_change(request, user, "Invited again.")
            messages.success(request, f"An invitation is on its way to {user.email}.")
        except joining.CannotInvite as reason:
            messages.error(request, str(reason))
        return lead_to(form_of(user))

    @action(
        description="Sign out everywhere…",
        url_path="sign-out",
        permissions=["sign_out"],
        icon="logout",
        dialog=ActionDialog(
            title="Sign them out everywhere",
            description="All their sessions end, wherever they are open.",
            form_class=BaseDialogForm,
            form_submit_text="Sign out",
        ),
    )
    def sign_out(self, request: HttpRequest, form: forms.Form, object_id: str) -> HttpResponse:
        """End all sessions of the user."""
        user = User.objects.get(pk=object_id)
        sessions.end_all(user)
        self.log_change(request, user, "Signed out everywhere.")
        messages.success(request, f"{user} was signed out everywhere.")
        return lead_to(form_of(user))

    @action(
        description="Reset two-factor…",
        url_path="reset-two-factor",
        permissions=["reset_codes"],
        icon="phonelink_erase",
        variant=ActionVariant.DANGER,
        dialog=ActionDialog(
            title="Have them sign in without a code",
            description="For somebody who lost the authenticator and the recovery codes. Be sure that it is "
            "they who ask. They are told by mail, and signed out everywhere.",
            form_class=BaseDialogForm,
            form_submit_text="Reset",
        ),
    )
    def reset_codes(self, request: HttpRequest, form: forms.Form, object_id: str) -> HttpResponse:
        """Take the second factor away, and tell the user by mail."""
        user = User.objects.get(pk=object_id)
        factors.take_away(user, by=who(request))
        self.log_change(request, user, "Two-factor sign-in reset.")
        messages.success(request, f"{user} signs in without a code now, and was told so by mail.")
        return lead_to(form_of(user))


@admin.register(Group)
class GroupAdmin(DeletingAdmin, DjangoGroupAdmin, ModelAdmin):
    """What each role may do. Only superusers change it: whoever could, could give themselves anything."""

    instead = "take its users out of it, or its permissions away."

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Superusers."""
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers."""
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers."""
        return bool(request.user.is_superuser)

    def also_held(self, objs: Sequence[Any]) -> dict[Any, list[By]]:
        """The rules of who may do what name these groups."""
        return {group.pk: [By("the rules of who may do what")] for group in objs if group.name in APPS}
