"""Deleting in the admin: what was public or is used stays, and the page says by what it is held and what to do instead.

A row that protects an object (PROTECT) holds it; an admin class adds in `also_held` what the database does not know.
All that is not held can be deleted, and the page names what goes along.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects
from django.db import models, router, transaction
from django.db.models import Count, ForeignKey, Model, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch
from unfold.admin import ModelAdmin

from changes.dialogs import form_of
from changes.forms import ModelForm

#: So many are named; of the others it is said how many there are.
NAMED = 3


class Named(NamedTuple):
    """A row and its form in the admin, where it has one."""

    name: str
    form: str


class By(NamedTuple):
    """What holds an object, in words, and some of it by name."""

    what: str
    named: Sequence[Named] = ()


class Held(NamedTuple):
    """An object that cannot be deleted."""

    name: str
    by: Sequence[By]
    instead: str


class Along(NamedTuple):
    """A kind of thing that goes with what is deleted."""

    what: str
    named: Sequence[Named]


class DeletingAdmin(ModelAdmin):
    """A form whose objects can be deleted while nothing holds them.

    instead: what to do with one that is held. belongings: names of relations that protect an object and yet only
    belong to it; they go along.
    """

    form = ModelForm
    instead = ""
    belongings: tuple[str, ...] = ()

    def also_held(self, objs: Sequence[Any]) -> dict[Any, list[By]]:
        """What holds objects besides rows that protect them, by the id of the object. The same queries for many."""
        return {}

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes along, how much it is, nothing that lacks a permission (parts have none of their own), what is
        held."""
        objs = list(objs)
        if held := self._held(objs):
            return [], {}, set(), held
        parts = _parts(objs, self.belongings)
        counts = {self.opts.verbose_name_plural: len(objs)}
        return [_along(model, rows) for model, rows in parts.items()], counts, set(), []

    def _held(self, objs: list[Any]) -> list[Held]:
        by = joined(self.also_held(objs))
        for relation in _protecting(self.model, self.belongings) if objs else ():
            for pk, other in _holding(relation, objs):
                by[pk].append(other)
        return [Held(str(obj), by[obj.pk], self.instead) for obj in objs if by.get(obj.pk)]

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete it with what belongs to it."""
        for name in self.belongings:
            relation = obj._meta.get_field(name)
            relation.related_model._base_manager.filter(**{relation.field.name: obj}).delete()
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """The same for the ticked ones of a list: all, or none."""
        for obj in queryset:
            self.delete_model(request, obj)


def named_in(rows: QuerySet[Any], text: str, address: str, objs: Sequence[Any]) -> dict[Any, list[By]]:
    """Rows that hold objects by naming them in a text, by an address such as `fact:{}"`. One query."""
    ids = "|".join(str(obj.pk) for obj in objs)
    naming = defaultdict(list)
    for row in rows.filter(**{f"{text}__regex": address.format(f"({ids})")}) if ids else ():
        for pk in dict.fromkeys(re.findall(address.format("([0-9]+)"), getattr(row, text))):
            naming[int(pk)].append(row)
    known = {obj.pk: naming[obj.pk] for obj in objs if obj.pk in naming}
    return {
        pk: [By(f"the text of {_counted(rows.model, len(found))}", [_named(row) for row in found[:NAMED]])]
        for pk, found in known.items()
    }


def joined(*findings: dict[Any, list[By]]) -> dict[Any, list[By]]:
    """Several findings of what holds objects, in one."""
    found: dict[Any, list[By]] = defaultdict(list)
    for finding in findings:
        for pk, by in finding.items():
            found[pk] += by
    return found


def _protecting(model: type[Model], belongings: Sequence[str]) -> Iterator[Any]:
    """The relations whose rows protect an object of a model, those without a way back too."""
    for relation in model._meta.get_fields(include_hidden=True):
        protects = getattr(relation, "on_delete", None) is models.PROTECT and relation.auto_created
        if protects and relation.name not in belongings:
            yield relation


def _holding(relation: Any, objs: Sequence[Any]) -> Iterator[tuple[Any, By]]:
    """Which objects the rows of a relation hold, and some of the rows by name where there is one object."""
    field, model = relation.field, relation.related_model
    keys = {getattr(obj, field.target_field.attname): obj.pk for obj in objs}
    rows = model._base_manager.filter(**{f"{field.attname}__in": list(keys)})
    counts = rows.order_by().values_list(field.attname).annotate(count=Count("pk"))
    whole = _whole(model, besides=field)
    is_plain = field.verbose_name == field.related_model._meta.verbose_name
    role = "" if is_plain else f" ({field.verbose_name})"
    for key, count in counts:
        found = (rows.select_related(whole.name) if whole else rows)[:NAMED] if len(objs) == 1 else ()
        named = [_named(getattr(row, whole.name) if whole else row) for row in found]
        yield (
            keys[key],
            By(_counted(whole.related_model, count) if whole else _counted(model, count) + role, named),
        )


def _whole(model: type[Model], besides: Any) -> ForeignKey[Any] | None:
    """What a row without a form of its own is a part of, and named by: a byline by its article."""
    if admin.site.is_registered(model):
        return None
    for field in model._meta.concrete_fields:
        if not isinstance(field, ForeignKey) or field == besides or field.null:
            continue
        if field.remote_field.on_delete is models.CASCADE and not field.remote_field.parent_link:
            return field
    return None


def _parts(objs: Sequence[Any], belongings: Sequence[str]) -> dict[type[Model], list[Any]]:
    """What is deleted with some objects, by its model."""
    if not objs:
        return {}
    collector = NestedObjects(using=router.db_for_write(type(objs[0])), origin=objs)
    for name in belongings:
        relation = objs[0]._meta.get_field(name)
        collector.collect(relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": objs}))
    collector.collect(objs)
    own = {type(objs[0]), *type(objs[0])._meta.all_parents}
    found: Any = collector.model_objs
    return {model: list(rows) for model, rows in found.items() if model not in own}


def _along(model: type[Model], rows: Sequence[Any]) -> Along:
    """A kind of thing that goes along. Of a mere link only the number is of interest."""
    if model._meta.auto_created:
        return Along(f"{len(rows)} link{'s' if len(rows) > 1 else ''} between {_ends(model)}", ())
    return Along(_counted(model, len(rows)), [_named(row) for row in rows[:NAMED]])


def _ends(model: type[Model]) -> str:
    """The two kinds that a link is between."""
    ends = [field.related_model for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return " and ".join(str(end._meta.verbose_name_plural) for end in ends)


def _counted(model: type[Model], count: int) -> str:
    """For example “1 edition”, “12 editions”."""
    return f"{count:,} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"


def _named(row: Any) -> Named:
    try:
        return Named(str(row), form_of(row))
    except NoReverseMatch:
        return Named(str(row), "")
