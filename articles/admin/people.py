"""Authors and topics: what they say is on public pages, so only those who may edit articles change them."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.interests import undeclared, with_declaration
from articles.models import Author, Topic
from articles.models.article import Byline
from articles.workflow import may
from changes import addresses
from changes.admin import PublicAdmin, who
from changes.forms import ModelForm


class SlugForm(ModelForm):
    """An author's or a topic's fields, with the refusal that the database cannot say."""

    def clean_slug(self) -> str:
        """A slug that no other ever had in public."""
        slug: str = self.cleaned_data["slug"]
        kind = str(self._meta.model._meta.model_name)
        if not addresses.is_free(kind, slug, self.instance.pk):
            raise ValidationError(f"This slug was the address of another {kind}. Choose another.")
        return slug


class ChangedByEditors(PublicAdmin):
    """Contributors may choose one, not change it."""

    form = SlugForm

    def saved(self, form: Any, change: bool) -> None:
        """Tell the log; hold the old slug where readers ever knew it, so that it leads here for good."""
        obj, old = form.instance, form.initial.get("slug")
        if change and old != obj.slug and type(obj).objects.once_public().filter(pk=obj.pk).exists():
            addresses.claim(self.about(obj), old, obj.pk)
        super().saved(form, change)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Editors and publishers."""
        return super().has_add_permission(request) and may(request.user, "edit")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Editors and publishers."""
        return super().has_change_permission(request, obj) and may(request.user, "edit")


class DeclaredFilter(admin.SimpleListFilter):
    """Whose declaration of interests is missing, or over a year old."""

    title = "interests"
    parameter_name = "declared"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The one choice besides all."""
        return [("missing", "To be declared")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Of those who have a byline, and one's own, as the desk counts them; all where it is not chosen."""
        if not self.value():
            return queryset
        asked = Q(pk__in=Byline.objects.values("author")) | Q(user=who(request))
        return undeclared(queryset.filter(asked), timezone.now())


@admin.register(Author)
class AuthorAdmin(ChangedByEditors):
    """Bylines."""

    instead = "take the name out of the bylines of drafts. Who once signed in public stays."
    list_display = ("name", "slug", "user", "declared")
    list_filter = (DeclaredFilter,)
    search_fields = ("name", "slug")
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("user",)
    fields = (("name", "slug"), "bio", "user")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        """With when each declared their interests."""
        found: QuerySet[Author] = with_declaration(super().get_queryset(request))
        return found

    @admin.display(description="Interests declared", empty_value="never", ordering="declared")
    def declared(self, author: Any) -> datetime | None:
        """When, last."""
        when: datetime | None = author.declared
        return when


@admin.register(Topic)
class TopicAdmin(ChangedByEditors):
    """What articles are about."""

    instead = (
        "take it off the articles that are still drafts. A topic that readers saw stays; rename it instead."
    )
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    fields = (("name", "slug"), "description")
