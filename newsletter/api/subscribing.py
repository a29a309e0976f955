"""Subscribing by program: the same verb as the forms call."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError as Refused
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import sent
from api.given import Choice, Flag, Id, Line
from api.narrowing import Contradictory, NoSuchThing
from api.problems import MEDIA_TYPE
from api.schema import ProblemSerializer
from api.writing import Known
from newsletter import following
from newsletter.following import MOST, Key
from newsletter.models import Follow
from newsletter.subscribing import asking
from questions.api.asking import Address
from readers.forms import AddressField
from readers.networks import network_of

PROBLEMS = {(status, MEDIA_TYPE): ProblemSerializer for status in (400, 403, 404, 406, 409, 413, 415, 429)}


def _address(typed: str) -> str:
    found: str = AddressField().to_python(typed)
    if not found:
        raise Refused("E-mail: it is empty. Write the address to send it to.")
    return found


class FollowSerializer(Known):
    """Something to follow: by its id, or its slug where it has one."""

    about = Choice(
        choices=Follow.About.values, help_text="`release`: the release of a model, and no more of it."
    )
    id = Id(required=False)
    slug = Line(required=False, max_length=120)


class SubscribeSerializer(serializers.Serializer[Any]):
    """An address, and what is to be sent there."""

    email = Address(_address, help_text="Its reader is asked by mail first. Never told.")
    weekly = Flag(required=False, default=True, help_text="The weekly digest.")
    follows = FollowSerializer(
        many=True,
        required=False,
        default=list,
        max_length=MOST,  # type: ignore[call-arg]  # the list's
    )


def _key(name: str, given: dict[str, Any], at: datetime) -> Key:
    """What is meant by something to follow. Raises Contradictory, and NoSuchThing where readers see none."""
    about, slug = given["about"], given.get("slug")
    if ("id" in given) == ("slug" in given):
        raise Contradictory({name: ["Give its id or its slug, one of the two."]})
    if slug and about == Follow.About.FACT:
        raise Contradictory({f"{name}.slug": ["A fact has no slug. Give its id."]})
    key = following.called(about, slug, at) if slug else (about, given["id"])
    if key is None or not following.public([key], at):
        raise NoSuchThing({name: ["There is nothing of this kind to follow."]})
    return key


class Subscribe(APIView):
    """The newsletter."""

    @extend_schema(
        operation_id="newsletter_create",
        tags=["newsletter"],
        request=SubscribeSerializer,
        responses={202: None, **PROBLEMS},
    )
    @sensitive_variables()
    def post(self, request: Request) -> Response:
        """Have the reader of an address asked by mail whether it is they who want the newsletter.

        It is taken alike whether the address is known. Nothing else is sent before they say so, and to one address
        at most one mail an hour.
        """
        at, network = timezone.now(), network_of(request._request)
        sent.refuse_strange(request)
        asking.refuse_too_many(network, at, by_program=True)
        asked = sent.read(request, SubscribeSerializer)
        follows = [_key(f"follows.{n}", given, at) for n, given in enumerate(asked["follows"])]
        for n, key in enumerate(follows):
            if key in follows[:n]:
                raise Contradictory({f"follows.{n}": ["This stands there twice."]})
        if not asked["weekly"] and not follows:
            raise Contradictory({"weekly": ["Choose something: this, or what to follow."]})
        asking.ask(
            asked["email"],
            weekly=asked["weekly"],
            follows=follows,
            network=network,
            at=at,
            by_program=True,
        )
        return Response(status=HTTPStatus.ACCEPTED)
