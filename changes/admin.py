"""The log of public changes, to be read; and what every admin form that alters public pages does."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminSplitDateTimeWidget

from changes import log
from changes.deleting import DeletingAdmin
from changes.lists import LongList
from changes.models import Change

YEARS = range(1970, 2101)


def who(request: HttpRequest) -> User:
    """The signed-in user, for verbs that note who did it: the admin has turned everybody else away."""
    return cast(User, request.user)


class InRange(forms.SplitDateTimeField):
    """A day and a time between 1970 and 2100: Django's own field fails on the year 1 east of Greenwich."""

    widget = UnfoldAdminSplitDateTimeWidget

    def compress(self, data_list: Any) -> Any:
        """Refuse other years before they are converted."""
        if data_list and data_list[0] and data_list[0].year not in YEARS:
            raise forms.ValidationError("Give a year between 1970 and 2100.")
        return super().compress(data_list)


#: For the `formfield_overrides` of every form that asks for a time.
TIMES = {models.DateTimeField: {"form_class": InRange}}


def picked[M: models.Model](model: type[M], object_id: Any) -> M | None:
    """The object of an admin address, or None: an address is typed, so its id may be anything.

    A button's permission is asked before the button, with the id as it stands in the address.
    """
    try:
        return model._default_manager.filter(pk=object_id).first()
    except (ValueError, OverflowError):
        return None


def public_address(obj: Any) -> str | None:
    """Where readers see an object now, or None where they do not."""
    public = getattr(type(obj).objects, "public", None)
    if not hasattr(obj, "get_absolute_url") or public is None:
        return None
    return str(obj.get_absolute_url()) if public().filter(pk=obj.pk).exists() else None


class ReadOnlyAdmin(ModelAdmin):
    """Rows that are only ever written by a verb."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds one by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes one by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes one by hand."""
        return False


class PublicAdmin(DeletingAdmin):
    """Forms for what readers may see: saving one writes a silent row of the log, so that no page stays old."""

    formfield_overrides = TIMES

    def view_on_site(self, obj: Any) -> str | None:
        """Its page, while readers can see it. One query."""
        return public_address(obj)

    def about(self, obj: Any) -> str:
        """What the log and the addresses call this kind of object."""
        return str(obj._meta.model_name)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save what belongs to it, then do what follows."""
        super().save_related(request, form, formsets, change)
        self.saved(form, change)

    def saved(self, form: Any, change: bool) -> None:
        """Tell the log."""
        obj = form.instance
        published_from = getattr(obj, "published_from", None)
        if was_by_hand(form) and not published_from:
            log.hidden(self.about(obj), obj.pk)
        if change or published_from:
            tell(self.about(obj), obj.pk)
            log.appears(self.about(obj), obj.pk, at=published_from)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete it and tell the log, for pages that named it."""
        about, pk = self.about(obj), obj.pk
        super().delete_model(request, obj)
        tell(about, pk)


def was_by_hand(form: Any) -> bool:
    """Whether what a form changes was public by hand before."""
    before = form.initial.get("published_from")
    return before is not None and before <= timezone.now()


@transaction.atomic
def tell(about: str, pk: int) -> None:
    """Write a silent row about an object that was edited, and let this worker see it once it is committed."""
    log.touched(about, pk)
    transaction.on_commit(log.forget_version)


@admin.register(Change)
class ChangeAdmin(LongList, ReadOnlyAdmin):
    """What readers saw change, and when."""

    list_display = ("effective_at", "kind", "about", "title", "note", "silent")
    list_filter = ("kind", "about", "silent", "effective_at")
    sortable_by = ("effective_at",)
    search_fields = ("title", "note")
