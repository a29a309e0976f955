"""What programs send: a small JSON object of known fields, from no other site's page, and not too often."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from rest_framework import exceptions, serializers
from rest_framework.request import Request

from readers.forms import BIGGEST
from readers.limits import TooOften
from readers.origins import sent_by_another_page


class TooBig(exceptions.APIException):
    """More than anything that is asked for here takes."""

    status_code = HTTPStatus.CONTENT_TOO_LARGE.value
    default_detail = f"Send at most {BIGGEST:,} bytes."


class Conflict(exceptions.APIException):
    """It cannot be done as things stand; the detail says why."""

    status_code = HTTPStatus.CONFLICT.value


class Throttled(exceptions.APIException):
    """There were too many; `wait`: seconds, which become `Retry-After`."""

    status_code = HTTPStatus.TOO_MANY_REQUESTS.value

    def __init__(self, refusal: TooOften) -> None:
        super().__init__(str(refusal))
        self.wait = refusal.seconds


def read(request: Request, shape: type[serializers.Serializer[Any]] | None = None) -> dict[str, Any]:
    """What was sent, each field as its serializer has it; without a shape nothing may be.

    Raises an error that names what is wrong: PermissionDenied, TooBig, ParseError, UnsupportedMediaType,
    ValidationError.
    """
    if sent_by_another_page(request._request):
        raise exceptions.PermissionDenied("Send this from a program, or from a page of this site.")
    size = str(request.META.get("CONTENT_LENGTH") or 0)
    if not size.isdecimal() or int(size) > BIGGEST:
        raise TooBig
    if request.query_params:
        said = "Send this in the body: the address takes no parameters here."
        raise exceptions.ValidationError({name: [said] for name in request.query_params})
    sent = request.data if size != "0" else {}
    if not isinstance(sent, dict):
        raise exceptions.ValidationError(
            {"body": ["Send a JSON object, with a field for each thing you say."]}
        )
    found = shape(data=sent) if shape else None
    known = list(found.fields) if found else []
    choice = f"Send only: {', '.join(known)}." if known else "Send nothing, or {}."
    wrong: dict[str, Any] = {
        name: [f"There is no such field. {choice}"] for name in sent if name not in known
    }
    if found and not found.is_valid():
        wrong |= found.errors
    if wrong:
        raise exceptions.ValidationError(wrong)
    return dict(found.validated_data) if found else {}


@contextmanager
def not_too_often() -> Iterator[None]:
    """Have a limit that is reached be said as 429. Raises Throttled."""
    try:
        yield
    except TooOften as refusal:
        raise Throttled(refusal) from refusal
