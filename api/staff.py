"""What all that the staff read and write through the API shares: the token asks, the admin's permissions answer.

A view names its model, the scope that writes it and a serializer (api/writing.py).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from drf_spectacular.plumbing import get_doc
from rest_framework import (
    exceptions,
    permissions,
    renderers,
    status,
    viewsets,
)
from rest_framework.request import Request
from rest_framework.response import Response

from api import conditions, narrowing
from api.authentication import Bearer
from api.models import Token
from api.problems import MEDIA_TYPE
from api.repeating import repeatable
from api.schema import KEY, TAG, Described, ProblemSerializer
from api.scopes import Forbidden, InScope, whose
from api.writing import named_by_field

#: A program may hold what it was told, and asks each time whether that still holds; nobody between us may.
HELD = "private, no-cache"


class Conflict(exceptions.APIException):
    """It cannot be done as things stand; says why."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


#: What an operation may answer besides: any, those that change what there is, and those that make something.
PROBLEMS = (400, 401, 403, 404, 406, 429)
OF_CHANGES = (409, 412, 413, 415, 428)
OF_ONCE = (409, 413, 415, 422)
OF_DELETING = (409, 412, 428)


class StaffSchema(Described):
    """Operations of the staff: the whole object is answered, whatever is done with it."""

    def get_response_serializers(self) -> Any:
        """The object, and the problems that there may be."""
        view, problems = self.view, {*PROBLEMS}
        if view.action == "destroy":
            problems |= {*OF_DELETING}
        elif view.action not in {"list", "retrieve"}:
            problems |= {*OF_CHANGES} if view.action != "create" else set()
            problems |= {*OF_ONCE} if self.method == "POST" else set()
        code = {"create": 201, "supersede": 201, "destroy": 204}.get(view.action, 200)
        told = None if code == status.HTTP_204_NO_CONTENT else view.told
        return {code: told, **{(each, MEDIA_TYPE): ProblemSerializer for each in sorted(problems)}}

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


def unless_held(request: Request, response: Response, altered: datetime | None = None) -> HttpResponseBase:
    """What was looked at with its ETag, or 304 for whoever has it as it is.

    altered: told as `Last-Modified` and never compared, for of two saves in a second only the tag knows.
    """
    if altered:
        response["Last-Modified"] = http_date(altered.timestamp())
    response["ETag"], response["Cache-Control"] = conditions.tag_of(response.data), HELD
    patch_vary_headers(response, ["Authorization"])
    return get_conditional_response(request._request, response["ETag"], None, response) or response


class StaffList(viewsets.GenericViewSet[Any]):
    """Objects of one kind, as whoever owns the token sees them in the admin."""

    authentication_classes = (Bearer,)
    permission_classes = (InScope,)
    renderer_classes = (renderers.JSONRenderer,)
    orders: Mapping[str, tuple[str, ...]] = {"-id": ("-id",)}
    lookup_value_regex = "[1-9][0-9]{0,17}"
    schema = StaffSchema()
    #: Every address here can be asked by these, and lists by more.
    of_all = ("format",)
    #: What an object of the kind is told as, whatever is done with it.
    told: Any
    #: The scopes that look at this kind besides `read`: they write what leads to it.
    readers: tuple[str, ...] = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a method and a parameter that there is not; lists know more of these."""
        super().initial(request, *args, **kwargs)
        if self.action is None:
            self.http_method_not_allowed(request)
        if self.action != "list":
            narrowing.refuse_unknown(request, (), of_all=self.of_all)

    def scopes_for(self, request: Request) -> list[str]:
        """The scopes of which a token needs one for what is asked."""
        return [Token.Scope.READ, *self.readers]

    @property
    def in_admin(self) -> Any:
        """The kind's class in the admin, which says who may what."""
        return admin.site.get_model_admin(self.get_queryset().model)

    def list(self, request: Request) -> HttpResponseBase:
        """What there is, the newest first."""
        if not self.in_admin.has_view_permission(request):
            raise Http404
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        told = self.told(context=self.get_serializer_context())
        response = self.get_paginated_response([told.to_representation(row) for row in page or ()])
        return unless_held(request, response, self.list_altered_at())

    @staticmethod
    def fetched(found: Any) -> Any:
        """As they are: `get_queryset` brings along what is told of each."""
        return found

    def retrieve(self, request: Request, pk: str) -> HttpResponseBase:
        """One, with its ETag."""
        row = self.seen(pk)
        return unless_held(request, Response(self.shown(row)), self.altered_at(row))

    def altered_at(self, row: Any) -> datetime:
        """When what is told of one became what it is."""
        raise NotImplementedError

    def list_altered_at(self) -> datetime:
        """When what is told in the list became what it is."""
        raise NotImplementedError

    def seen(self, pk: str) -> Any:
        """One that the user may look at. Raises Http404."""
        row = self.get_queryset().filter(pk=pk).first()
        if row is None or not self.in_admin.has_view_permission(self.request, row):
            raise Http404
        return row

    def shown(self, row: Any) -> dict[str, Any]:
        """The row as it is told."""
        return dict(self.told(row, context=self.get_serializer_context()).data)


class StaffViewSet(StaffList):
    """Objects of one kind, as whoever owns the token sees and changes them in the admin."""

    #: The scope that writes this kind.
    scope: str
    #: Actions that need another: their names, and the scope.
    other_scopes: dict[str, str] = {}
    #: What the verbs of the kind raise where they refuse, and with which status that is told.
    refusals: dict[type[Exception], type[exceptions.APIException]] = {}

    def scopes_for(self, request: Request) -> list[str]:
        """The scopes of which a token needs one for what is asked: each that writes a kind reads it too."""
        if request.method in permissions.SAFE_METHODS:
            return [Token.Scope.READ, self.scope, *self.other_scopes.values(), *self.readers]
        return [self.other_scopes.get(self.action or "", self.scope)]

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

    def locked(self, pk: str) -> Any:
        """The same as `seen`, locked until the transaction ends."""
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
        """Save what was given by the serializer's verb; returns it as it is by now. What alters nothing is no save."""
        serializer: Any = self.get_serializer(row, data=self.request.data, partial=row is not None)
        serializer.is_valid(raise_exception=True)
        if row is not None and not serializer.alters():
            return row
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
        # The first that fits: one that says more stands before what it is a kind of.
        for kind, told in self.refusals.items():
            if isinstance(exc, kind):
                exc = told(str(exc))
                break
        if type(exc) is exceptions.ValidationError:
            exc = exceptions.ValidationError(named_by_field(exc.detail))
        return super().handle_exception(exc)
