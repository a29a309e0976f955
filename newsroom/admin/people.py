"""Users as the admin shows them, and the suggestions of all articles."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from articles.models import Suggestion
from articles.roles import APPS
from changes.admin import ReadOnlyAdmin
from changes.deleting import By, DeletingAdmin

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(DeletingAdmin, DjangoUserAdmin, ModelAdmin):
    """Who may sign in. Contributors, editors and publishers are groups."""

    instead = "untick “Active”: nobody signs in under the name any more, and what was done under it keeps its author."
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "first_name", "last_name", "email", "is_staff", "is_active")


@admin.register(Group)
class GroupAdmin(DeletingAdmin, DjangoGroupAdmin, ModelAdmin):
    """What contributors, editors and publishers may do."""

    instead = "take its users out of it, or its permissions away."

    def also_held(self, objs: Sequence[Any]) -> dict[Any, list[By]]:
        """The rules of who may do what name these groups."""
        return {group.pk: [By("the rules of who may do what")] for group in objs if group.name in APPS}


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnlyAdmin):
    """What imports offered. Decided above the article's form."""

    list_display = ("text", "kind", "article", "state", "decided_by")
    list_filter = ("state", "kind")
    list_select_related = ("article", "decided_by")
    search_fields = ("text", "article__headline")
