"""Changes are made to what was seen: `If-Match` with the ETag of it, or they are refused."""

import hashlib
import re
from typing import Any

from rest_framework import exceptions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

#: One tag of a list of them (RFC 9110); a weak one never matches.
TAG = re.compile(r'\s*(W/)?"([\x21\x23-\x7e]*)"\s*(?:,|\Z)')


class Unconditional(exceptions.APIException):
    """The change does not say what it was decided on."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = (
        "Send If-Match with the ETag that you were given with the object, so that nobody’s change is lost."
    )
    default_code = "precondition_required"


class Stale(exceptions.APIException):
    """It is not any more what it was when the change was decided on; `more` has what it is now."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = "It was changed meanwhile. Look at what it is now, and decide again."
    default_code = "precondition_failed"

    def __init__(self, current: dict[str, Any]) -> None:
        super().__init__()
        self.more = {"current": current}
        self.headers = {"ETag": tag_of(current)}


class BadTags(exceptions.ParseError):
    """If-Match is no list of tags."""

    default_detail = "If-Match takes the ETag as it was given, with its quotation marks."


def tag_of(shown: dict[str, Any]) -> str:
    """The strong ETag of an object as it is shown."""
    return f'"{hashlib.blake2b(JSONRenderer().render(shown), digest_size=12).hexdigest()}"'


def demand(request: Request) -> None:
    """Raise Unconditional where a change does not say what it was decided on, BadTags where that cannot be read."""
    if "HTTP_IF_MATCH" not in request.META:
        raise Unconditional
    _tags(request)


def refuse_stale(request: Request, current: dict[str, Any]) -> None:
    """Raise Stale where what is shown now is not what the change was decided on. For under the object's lock."""
    tags = _tags(request)
    if tags != ["*"] and tag_of(current) not in tags:
        raise Stale(current)


def _tags(request: Request) -> list[str]:
    given = request.META["HTTP_IF_MATCH"].strip()
    if given == "*":
        return ["*"]
    found, at = [], 0
    while at < len(given):
        tag = TAG.match(given, at)
        if tag is None:
            raise BadTags
        found += [] if tag[1] else [f'"{tag[2]}"']
        at = tag.end()
    if not given:
        raise BadTags
    return found
