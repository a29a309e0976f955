"""What anybody's program sends: a small JSON object of known fields, and not from another site's page."""

from http import HTTPStatus
from typing import Any

from rest_framework import exceptions, serializers
from rest_framework.request import Request

from readers.forms import BIGGEST
from readers.origins import sent_by_another_page


class TooBig(exceptions.APIException):
    """More than anything that is asked for here takes."""

    status_code = HTTPStatus.CONTENT_TOO_LARGE.value
    default_detail = f"Send at most {BIGGEST:,} bytes."


def refuse_strange(request: Request) -> None:
    """Raise what is wrong with how it was sent, before its body is read.

    PermissionDenied for a page of another site, TooBig, ValidationError for parameters of the address.
    """
    if sent_by_another_page(request._request):
        raise exceptions.PermissionDenied("Send this from a program, or from a page of this site.")
    size = str(request.META.get("CONTENT_LENGTH") or 0)
    if not size.isdecimal() or int(size) > BIGGEST:
        raise TooBig
    if request.query_params:
        said = "Send this in the body: the address takes no parameters here."
        raise exceptions.ValidationError({name: [said] for name in request.query_params})


def read(request: Request, shape: type[serializers.Serializer[Any]] | None = None) -> dict[str, Any]:
    """What was sent, each field as its serializer has it; without a shape nothing may be.

    Raises UnsupportedMediaType, or ValidationError that names each field.
    """
    sent = request.data if request.META.get("CONTENT_LENGTH") not in {None, "", "0"} else {}
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
