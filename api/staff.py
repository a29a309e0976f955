"""What all that the staff write through the API shares: the token asks, the admin's permissions answer.

A view names its model, the scope that writes it and a serializer; the serializer calls the verb that the admin calls.
"""

import copy
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.http import Http404
from drf_spectacular.plumbing import get_doc
from rest_framework import (
    exceptions,
    permissions,
    renderers,
    serializers,
    status,
    viewsets,
)
from rest_framework.request import Request
from rest_framework.response import Response

from api import conditions
from api.authentication import Bearer
from api.given import OF_COLUMNS, Choice, Ref
from api.models import Token
from api.problems import MEDIA_TYPE
from api.repeating import repeatable
from api.schema import KEY, TAG, Described, ProblemSerializer


class Forbidden(exceptions.PermissionDenied):
    """The owner of the token, or the token, may not do this; says who may."""


class Conflict(exceptions.APIException):
    """It cannot be done as things stand; says why."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class InScope(permissions.BasePermission):
    """The token may be used for this: each scope that writes a kind reads it too."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Raise Forbidden with the scope that is missing."""
        demand_scope(request, *view.scopes_for(request))
        return True


def as_given(error: ValidationError) -> serializers.ValidationError:
    """What the rules of a row say is wrong, for whoever gave its values."""
    said = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    return serializers.ValidationError(
        {"non_field_errors" if name == NON_FIELD_ERRORS else name: words for name, words in said.items()}
    )


class AsForm(NamedTuple):
    """A save as the admin's classes know it: the row, what it was where that was given anew, and what differs."""

    instance: Any
    initial: dict[str, Any]
    changed_data: list[str]


class Known(serializers.Serializer[Any]):
    """What may be given. Names that are not known, or are told and not asked for, are refused: nothing is left
    out in silence."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The values by their names. Raises ValidationError."""
        if isinstance(data, dict) and (
            wrong := {name: said for name in data if (said := self._why_not(name))}
        ):
            raise serializers.ValidationError(wrong)
        found: dict[str, Any] = super().to_internal_value(data)
        return found

    def _why_not(self, name: str) -> list[str]:
        field = self.fields.get(name)
        if field is None:
            return ["There is no such field."]
        return ["This follows from the rest and is not given."] if field.read_only else []


class Writing(Known, serializers.ModelSerializer[Any]):
    """What may be given of an object, checked as its form in the admin checks it.

    A subclass says in `keep` which verb saves it.
    """

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | OF_COLUMNS
    serializer_related_field = Ref
    serializer_choice_field = Choice

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """Check the row as it would be: its fields, its rules and the database's."""
        model: Any = self.Meta.model
        row = copy.copy(self.instance) if self.instance is not None else model()
        self.fill(row, given)
        # Those that are not given here are nobody's fault; a form leaves them out too.
        left = [field.name for field in row._meta.concrete_fields if not self._asks(field)]
        self.refuse(row, given, left)
        self.row = row
        return given

    def refuse(self, row: Any, given: dict[str, Any], left: list[str]) -> None:
        """Raise ValidationError, Django's or DRF's, for a row that must not be saved."""
        try:
            row.full_clean(exclude=left)
        except ValidationError as error:
            raise as_given(error) from error

    def _asks(self, column: models.Field) -> bool:
        field = self.fields.get(column.name)
        return field is not None and not field.read_only

    def fill(self, row: Any, given: dict[str, Any]) -> None:
        """Give a row the values that are columns of its own."""
        own = self._own(row)
        for name, value in given.items():
            if name in own:
                setattr(row, name, value)

    def create(self, given: dict[str, Any]) -> Any:
        """Save a new one."""
        return self.keep(self.row, given)

    def refuse_publishing(self, given: dict[str, Any]) -> None:
        """Raise Forbidden where a time from which readers see it is given, and the token may not publish."""
        before = getattr(self.instance, "published_from", None)
        if "published_from" in given and given["published_from"] != before:
            demand_scope(self.context["request"], Token.Scope.PUBLISH)

    def update(self, instance: Any, given: dict[str, Any]) -> Any:
        """Save it changed."""
        return self.keep(self.row, given)

    def keep(self, row: Any, given: dict[str, Any]) -> Any:
        """Save a row that was found in order, with what belongs to it, by the verb of its kind."""
        raise NotImplementedError

    def as_form(self, row: Any, given: dict[str, Any]) -> "AsForm":
        """What the admin's class for the kind is told of a save: as by a form of its own."""
        before = self.instance
        initial = {name: getattr(before, name) for name in given if name in self._own(row)} if before else {}
        changed = [name for name in given if name not in initial or initial[name] != getattr(row, name)]
        return AsForm(row, initial, changed)

    def _own(self, row: Any) -> set[str]:
        return {field.name for field in row._meta.concrete_fields}

    @property
    def by(self) -> User:
        """Who acts."""
        return cast(User, self.context["request"].user)


def whose(request: Request) -> str:
    """Under what its idempotency keys are kept."""
    return f"token {cast(Token, request.auth).pk}"


def demand_scope(request: Request, *scopes: str) -> None:
    """Raise Forbidden where the token has none of these scopes."""
    token = cast(Token, request.auth)
    if not {*scopes} & {*token.scopes}:
        has = ", ".join(token.scopes)
        raise Forbidden(f"This token is for {has}. Make one for “{scopes[0]}” in the admin.")


#: What an operation may answer besides: any, those that change what there is, and those that make something.
PROBLEMS = (400, 401, 403, 404, 429)
OF_CHANGES = (412, 415, 413, 428)
OF_ONCE = (409, 413, 415, 422)


class StaffSchema(Described):
    """Operations of the staff: the whole object is answered, whatever is done with it."""

    def get_response_serializers(self) -> Any:
        """The object, and the problems that there may be."""
        view, problems = self.view, {*PROBLEMS}
        if view.action not in {"list", "retrieve"}:
            problems |= {*OF_CHANGES} if view.action != "create" else set()
            problems |= {*OF_ONCE} if self.method == "POST" else set()
        code = 201 if view.action in {"create", "supersede"} else 200
        return {code: view.told, **{(each, MEDIA_TYPE): ProblemSerializer for each in sorted(problems)}}

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular has it
        """The docstring of what is done."""
        return get_doc(getattr(self.view, self.view.action, None)) or super().get_description()

    def get_override_parameters(self) -> list[Any]:
        """The headers by which changes are made once, and to what was seen."""
        if self.method == "GET":
            return []
        if self.view.action == "create":
            return [KEY]
        return [TAG, KEY] if self.method == "POST" else [TAG]


class StaffViewSet(viewsets.GenericViewSet[Any]):
    """Objects of one kind, as whoever owns the token sees and changes them in the admin."""

    authentication_classes = (Bearer,)
    permission_classes = (InScope,)
    renderer_classes = (renderers.JSONRenderer,)
    orders: Mapping[str, tuple[str, ...]] = {"-id": ("-id",)}
    lookup_value_regex = "[1-9][0-9]{0,17}"
    schema = StaffSchema()
    #: What an object of the kind is told as, whatever is done with it.
    told: Any
    #: The scope that writes this kind.
    scope: str
    #: Actions that need another: their names, and the scope.
    other_scopes: dict[str, str] = {}
    #: What the verbs of the kind raise where they refuse, and with which status that is told.
    refusals: dict[type[Exception], type[exceptions.APIException]] = {}

    def scopes_for(self, request: Request) -> list[str]:
        """The scopes of which a token needs one for what is asked."""
        if request.method in permissions.SAFE_METHODS:
            return [Token.Scope.READ, self.scope, *self.other_scopes.values()]
        return [self.other_scopes.get(self.action or "", self.scope)]

    @property
    def in_admin(self) -> Any:
        """The kind's class in the admin, which says who may what."""
        return admin.site.get_model_admin(self.get_queryset().model)

    def list(self, request: Request) -> Response:
        """What there is, the newest first."""
        if not self.in_admin.has_view_permission(request):
            raise Http404
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response([self.shown(row) for row in page or ()])

    @staticmethod
    def fetched(found: Any) -> Any:
        """As they are: `get_queryset` brings along what is told of each."""
        return found

    def retrieve(self, request: Request, pk: str) -> Response:
        """One, with its ETag."""
        return self.answer(self.seen(pk))

    @repeatable(whose)
    def create(self, request: Request) -> Response:
        """Make one, as the admin would."""
        if not self.in_admin.has_view_permission(request):
            raise Http404
        if not self.may_add():
            raise Forbidden("You may look at these and not add any.")
        with transaction.atomic():
            row = self._save(None)
        return self.answer(row, status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is given, and leave the rest."""
        with transaction.atomic():
            row = self.locked(pk)
            self.refuse_change(row)
            self.demand_unchanged(row)
            row = self._save(row)
        return self.answer(row)

    def may_add(self) -> bool:
        """Whether the user may add one there."""
        return bool(self.in_admin.has_add_permission(self.request))

    def seen(self, pk: str) -> Any:
        """One that the user may look at. Raises Http404."""
        row = self.get_queryset().filter(pk=pk).first()
        if row is None or not self.in_admin.has_view_permission(self.request, row):
            raise Http404
        return row

    def locked(self, pk: str) -> Any:
        """The same, locked until the transaction ends."""
        model = self.get_queryset().model
        list(model.objects.select_for_update().filter(pk=pk).values_list("pk", flat=True))
        return self.seen(pk)

    def refuse_change(self, row: Any) -> None:
        """Raise Forbidden where the user may look at it and not change it."""
        if not self.in_admin.has_change_permission(self.request, row):
            raise Forbidden("You may look at this and not change it.")

    def demand_unchanged(self, row: Any) -> None:
        """Raise what says so where `If-Match` is missing, or is not the row's as it stands."""
        conditions.demand(self.request)
        conditions.refuse_stale(self.request, self.shown(row))

    def shown(self, row: Any) -> dict[str, Any]:
        """The row as it is told."""
        return dict(self.told(row, context=self.get_serializer_context()).data)

    def answer(self, row: Any, code: int = status.HTTP_200_OK) -> Response:
        """The row with its ETag, and its address where it is new."""
        shown = self.shown(row)
        headers = {"ETag": conditions.tag_of(shown)}
        if code == status.HTTP_201_CREATED:
            headers["Location"] = shown["self"]
        return Response(shown, status=code, headers=headers)

    def given(self, request: Request) -> dict[str, Any]:
        """What was sent for an action, checked by its serializer."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        found: dict[str, Any] = serializer.validated_data
        return found

    def _save(self, row: Any) -> Any:
        """Save what was given by the serializer's verb; returns it as it is by now."""
        serializer = self.get_serializer(row, data=self.request.data, partial=row is not None)
        serializer.is_valid(raise_exception=True)
        kept = serializer.save()
        self.note(kept, CHANGE if row is not None else ADDITION)
        return self.get_queryset().get(pk=kept.pk)

    def note(self, row: Any, flag: int, done: str = "") -> None:
        """Say in the object's history which token did it."""
        said = " ".join(filter(None, (done, self.how)))
        LogEntry.objects.log_actions(self.by.pk, [row], flag, said, single_object=True)

    @property
    def by(self) -> User:
        """Who acts: the token's owner."""
        return cast(User, self.request.user)

    @property
    def how(self) -> str:
        """By what it was done, for histories."""
        return f"By the API, with the token “{self.request.auth}”."

    def handle_exception(self, exc: Exception) -> Response:
        """The answer to a refusal."""
        for kind, told in self.refusals.items():
            if isinstance(exc, kind):
                exc = told(str(exc))
        return super().handle_exception(exc)
