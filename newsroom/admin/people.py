"""Users as the admin shows them, and the suggestions of all articles."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from articles.models import Suggestion
from changes.admin import ReadOnlyAdmin

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):
    """Who may sign in. Contributors, editors and publishers are groups."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "first_name", "last_name", "email", "is_staff", "is_active")


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):
    """What contributors, editors and publishers may do."""


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnlyAdmin):
    """What imports offered. Decided above the article's form."""

    list_display = ("text", "kind", "article", "state", "decided_by")
    list_filter = ("state", "kind")
    list_select_related = ("article", "decided_by")
    search_fields = ("text", "article__headline")
