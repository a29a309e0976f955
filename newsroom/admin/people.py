"""Users and their groups as the admin shows them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django_otp.plugins.otp_totp.admin import TOTPDevice
from unfold.admin import ModelAdmin
from unfold.forms import UserChangeForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from articles.roles import APPS
from changes.admin import who
from changes.deleting import By, DeletingAdmin
from changes.forms import Telling
from newsroom.admin.people_actions import PeopleActions
from newsroom.staff import granting, joining, sessions, telling
from newsroom.staff.forms import InvitationForm, PasswordByHandForm, refuse_taken

admin.site.unregister(User)
admin.site.unregister(Group)
# Its pages would show the keys.
admin.site.unregister(TOTPDevice)


class StaffForm(Telling, UserChangeForm):
    """A user's fields, with no more to give than whoever changes them may."""

    #: Set by the admin for each request.
    by: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "groups" in self.fields:
            self.fields["groups"].queryset = granting.groups(self.by)

    def clean_username(self) -> str:
        """A name that no other has."""
        return refuse_taken(self, "username")

    def clean_email(self) -> str:
        """An address that no other has."""
        return refuse_taken(self, "email")

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


#: What is said under the roles.
ROLES = "One or several. Whoever is given another, or loses one, is signed out and has to sign in again."


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
class UserAdmin(PeopleActions, DeletingAdmin, DjangoUserAdmin, ModelAdmin):
    """Who may sign in: invited by mail, and given no more than whoever invites them may give."""

    instead = "untick “Active”: nobody signs in under the name any more, and what was done under it keeps its author."
    form = StaffForm
    add_form = InvitationForm
    change_password_form = PasswordByHandForm
    list_display = ("username", "name", "email", "role", "state", "codes", "seen")
    list_filter = (StateFilter, "groups")
    list_select_related = ("account",)
    actions = None
    filter_horizontal = ("user_permissions",)
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
    actions_detail = ("invite_again", "mail_link", "sign_out", "reset_codes")

    def get_queryset(self, request: HttpRequest) -> Any:
        """With what the list shows of each."""
        device = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        found = super().get_queryset(request).annotate(has_codes=Exists(device))
        return found.select_related("account").prefetch_related("groups")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The few roles as boxes to tick."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.widget, field.help_text = (
                UnfoldAdminCheckboxSelectMultipleWidget(choices=field.choices),
                ROLES,
            )
        return field

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form that knows who fills it in."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"by": who(request)})

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Passwords, single permissions and the right to everything only for superusers."""
        found = super().get_fieldsets(request, obj)
        if obj is None or request.user.is_superuser:
            return found
        (top, names), (middle, rights), *rest = found
        names = {"fields": tuple(name for name in names["fields"] if name != "password")}
        beyond = {"is_superuser", "user_permissions"}
        rights = {"fields": tuple(name for name in rights["fields"] if name not in beyond)}
        return ((top, names), (middle, rights), *rest)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """What an administrator may do is another's to change."""
        found = super().get_readonly_fields(request, obj)
        if obj is None or granting.may_raise(who(request), obj):
            return found
        return (*found, "is_active", "is_staff", "groups")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever lets others in."""
        return super().has_add_permission(request) and granting.looks_after(who(request))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever may change users, of those whom they look after."""
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
        if "email" in form.changed_data:
            telling.old_address(obj, form.initial["email"], by=who(request))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Tell the others who look after accounts of a role that weighs."""
        before = set(form.instance.groups.values_list("name", flat=True))
        super().save_related(request, form, formsets, change)
        if change:
            after = set(form.instance.groups.values_list("name", flat=True))
            telling.administrators(form.instance, after - before, by=who(request))

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Superusers. An administrator who set a password could sign in as its owner: they mail a link to them."""
        if not request.user.is_superuser:
            raise PermissionDenied("Only superusers set a password. Mail a link to its owner instead.")
        return super().user_change_password(request, id, form_url)

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
