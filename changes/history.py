"""Who altered what of any record, from what to what.

Listens to Django's own signals, the one place that every form, verb, import and command passes. It only looks:
nothing is decided here. `QuerySet.update()` sends no signals; a verb that uses it on these columns writes them
down by `updated()`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.utils import formats, timezone
from django.utils.text import capfirst

from changes.acting import NOW, Act
from changes.models import Edit

#: Longer values are cut in the middle: what changed of an essay is told by its own revisions.
LONGEST = 4000
Place = tuple[str, int]


@dataclass(frozen=True)
class Kept:
    """What is written down of a model."""

    about: str
    columns: tuple[models.Field, ...]
    secret: frozenset[str]
    lists: tuple[str, ...]
    under: Callable[[Any], Iterable[Place]] | None


_KEPT: dict[type[models.Model], Kept] = {}


def keep(
    model: type[models.Model],
    *,
    about: str = "",
    leave: Iterable[str] = (),
    secret: Iterable[str] = (),
    lists: Iterable[str] = (),
    under: Callable[[Any], Iterable[Place]] | None = None,
) -> None:
    """Write down from now on what is altered of a model; called when apps are ready.

    `leave` are columns that say nothing, `secret` those of which only is told that they changed, `lists` its
    many-to-many fields. What belongs to other objects is told of these: `under` gives them for a row.
    """
    left = {*leave}
    columns = tuple(
        column
        for column in model._meta.concrete_fields
        if column.name not in left
        and not column.primary_key
        and not column.generated
        and not _derived(column)
    )
    kept = Kept(about or model._meta.label_lower, columns, frozenset(secret), tuple(lists), under)
    _KEPT[model] = kept
    uid = f"changes.history.{model._meta.label}"
    pre_save.connect(_before_save, sender=model, dispatch_uid=f"{uid}.before")
    post_save.connect(_after_save, sender=model, dispatch_uid=f"{uid}.after")
    pre_delete.connect(_before_delete, sender=model, dispatch_uid=f"{uid}.delete")
    for name in kept.lists:
        through = getattr(model, name).through
        m2m_changed.connect(
            _list_changed(model, name), sender=through, weak=False, dispatch_uid=f"{uid}.{name}"
        )


def _derived(column: models.Field) -> bool:
    """Whether it follows from another column: the days of a fuzzy date."""
    return not column.editable and column.name.endswith(("_earliest", "_latest"))


def updated(rows: models.QuerySet[Any], **values: Any) -> int:
    """`rows.update(**values)`, written down; for verbs that cannot save row by row."""
    model = rows.model
    kept = _KEPT[model]
    columns = [column for column in kept.columns if column.name in values]
    before = {row["pk"]: row for row in rows.values("pk", *(column.attname for column in columns))}
    count = rows.update(**values)
    for row in model._base_manager.filter(pk__in=before):
        _write(
            row,
            kept,
            Edit.Kind.CHANGED,
            _differences(kept, columns, before[row.pk], _values(row, columns), row),
        )
    return count


def of(obj: models.Model) -> models.QuerySet[Edit]:
    """What was altered of an object and of what belongs to it, the newest first."""
    kept = _KEPT.get(type(obj))
    if kept is None:
        return Edit.objects.none()
    return Edit.objects.filter(about=kept.about, about_id=obj.pk).select_related("by")


def last_altered(obj: models.Model) -> datetime | None:
    """When something of an object, or of what belongs to it, was altered last; None where none was noted. One query."""
    found: datetime | None = of(obj).aggregate(last=models.Max("at"))["last"]
    return found


def newest() -> datetime | None:
    """When anything was altered last; None where nothing was noted. One query."""
    found: datetime | None = Edit.objects.aggregate(last=models.Max("at"))["last"]
    return found


def _before_save(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Look at the row as it stands. One query."""
    if instance._state.adding or raw:
        instance._was = None
        return
    names = [column.attname for column in _KEPT[sender].columns]
    instance._was = sender._base_manager.filter(pk=instance.pk).values(*names).first()


def _after_save(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Write down what is different now."""
    kept = _KEPT[sender]
    was = instance.__dict__.pop("_was", None)
    if raw:
        return
    now = _values(instance, kept.columns)
    kind = Edit.Kind.CHANGED if was else Edit.Kind.ADDED
    found = _differences(kept, kept.columns, was or {}, now, instance)
    if found or kind == Edit.Kind.ADDED:
        _write(instance, kept, kind, found)


def _before_delete(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Write down what it was, while what it hangs on is still there."""
    kept = _KEPT[sender]
    held = _differences(kept, kept.columns, {}, _values(instance, kept.columns), instance)
    _write(instance, kept, Edit.Kind.DELETED, {name: [was, ""] for name, (_, was) in held.items()})


def _list_changed(model: Any, name: str) -> Callable[..., None]:
    """Listens to one many-to-many field."""
    label = capfirst(str(model._meta.get_field(name).verbose_name))

    def changed(sender: Any, instance: Any, action: str, reverse: bool, **kwargs: Any) -> None:
        """Note the whole list before, and write down what it is after."""
        if reverse or type(instance) is not model:
            return
        if action.startswith("pre_"):
            instance.__dict__[f"_was_{name}"] = _listed(instance, name)
        elif f"_was_{name}" in instance.__dict__:
            was, now = instance.__dict__.pop(f"_was_{name}"), _listed(instance, name)
            if was != now:
                _write(instance, _KEPT[model], Edit.Kind.CHANGED, {label: [was, now]})

    return changed


def _listed(instance: Any, name: str) -> str:
    """A many-to-many field as people read it. One query, and one for each kind of thing that its rows name."""
    related = instance._meta.get_field(name).related_model
    rows = related._base_manager.fetch_mode(models.FETCH_PEERS)
    rows = rows.filter(pk__in=getattr(instance, name).values("pk"))
    return ", ".join(sorted(str(row) for row in rows))


def _values(instance: Any, columns: Iterable[models.Field]) -> dict[str, Any]:
    """The columns of an object as they are in memory, made what they are in the database."""
    return {column.attname: _plain(column, getattr(instance, column.attname)) for column in columns}


def _plain(column: models.Field, value: Any) -> Any:
    if isinstance(column, models.FileField):
        return getattr(value, "name", value) or ""
    if column.is_relation or value is None or hasattr(value, "resolve_expression"):
        return value
    return column.to_python(value)


def _differences(
    kept: Kept, columns: Iterable[models.Field], was: dict[str, Any], now: dict[str, Any], instance: Any
) -> dict[str, list[str]]:
    """Each column that differs, by its name, from what to what."""
    found = {}
    for column in columns:
        before, after = was.get(column.attname), now[column.attname]
        if before == after or (before in (None, "") and after in (None, "", False, [], {})):
            continue
        said = ["", "changed"]
        if column.name not in kept.secret:
            said = [_shown(column, before), _shown(column, after, instance)]
        if said[0] != said[1]:
            found[capfirst(str(column.verbose_name))] = said
    return found


def _shown(column: Any, value: Any, instance: Any = None) -> str:
    """A value as people read it. One query for what points elsewhere, unless the instance has it at hand."""
    if value is None or value == "":
        return ""
    if column.is_relation:
        row = column.get_cached_value(instance, default=None) if instance else None
        if row is None:
            target = {column.target_field.name: value}
            row = column.related_model._base_manager.filter(**target).first()
        return str(row) if row else f"{value} (gone)"
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return str(formats.date_format(timezone.localtime(value), "j M Y, H:i"))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    text = ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"


def _write(instance: Any, kept: Kept, kind: str, columns: dict[str, list[str]]) -> None:
    """Write it under the object, and under what it belongs to."""
    act = NOW.get() or Act()
    own = (kept.about, instance.pk)
    for place in [own] if kept.under is None else kept.under(instance):
        part = "" if place == own else f"{capfirst(str(instance._meta.verbose_name))} “{instance}”"[:200]
        _write_under(place, act, kind, part, (place, part and (kept.about, instance.pk)), columns)


def _write_under(
    place: Place, act: Act, kind: str, part: str, key: tuple[Any, ...], columns: dict[str, list[str]]
) -> None:
    """One row for all that one act alters of a thing; none is left where it was altered back."""
    earlier = Edit.objects.filter(pk=act.rows[key]).first() if key in act.rows else None
    if earlier is None:
        by = act.user()
        said = {
            "kind": kind,
            "part": part,
            "columns": columns,
            "by": by,
            "by_name": by.get_username() if by else "",
        }
        act.rows[key] = Edit.objects.create(about=place[0], about_id=place[1], **said).pk
        return
    together = {name: [earlier.columns.get(name, [was])[0], now] for name, (was, now) in columns.items()}
    both = (earlier.columns | together).items()
    earlier.columns = {name: said for name, said in both if said[0] != said[1]}
    earlier.kind = kind if kind == Edit.Kind.DELETED else earlier.kind
    earlier.save()
