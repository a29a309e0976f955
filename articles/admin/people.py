"""Authors and topics: what they say is on public pages, so only those who may edit articles change them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models import Author, Topic
from articles.workflow import may
from changes.admin import PublicAdmin


class ChangedByEditors(PublicAdmin):
    """Contributors may choose one, not change it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Editors and publishers."""
        return super().has_add_permission(request) and may(request.user, "edit")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Editors and publishers."""
        return super().has_change_permission(request, obj) and may(request.user, "edit")


@admin.register(Author)
class AuthorAdmin(ChangedByEditors):
    """Bylines."""

    list_display = ("name", "slug", "user")
    search_fields = ("name", "slug")
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("user",)
    fields = (("name", "slug"), "bio", "user")


@admin.register(Topic)
class TopicAdmin(ChangedByEditors):
    """What articles are about."""

    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    fields = (("name", "slug"), "description")
