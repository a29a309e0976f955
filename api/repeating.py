"""Asked again with the same `Idempotency-Key`, a request is answered as before and nothing is made twice.

For whatever creates. A row is claimed before anything is done, so of two at once one is answered and the other told
to wait; the answer is kept in the transaction that makes the thing, so a process that dies leaves both or neither.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from rest_framework import exceptions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.models import Repeat

KEPT = timedelta(hours=24)
#: Whoever has not answered by then was cut off, and does not come back.
DEAD = timedelta(minutes=2)
KEY = re.compile(r"[\x20-\x7e]{1,255}")
HEADERS = ("Location", "ETag")
#: Answers that ask to be asked again.
PASSING = {
    *(status.HTTP_409_CONFLICT, status.HTTP_429_TOO_MANY_REQUESTS),
    *(status.HTTP_412_PRECONDITION_FAILED, status.HTTP_428_PRECONDITION_REQUIRED),
}

Handler = Callable[..., Response]


class OtherRequest(exceptions.APIException):
    """The key was used for something else."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = "This Idempotency-Key was used for another request. Give each request a key of its own."
    default_code = "key_used"


class StillRunning(exceptions.APIException):
    """The same request is being answered."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = "The same request is being answered just now. Ask again in a moment."
    default_code = "still_running"
    headers = {"Retry-After": "1"}


def repeatable(owner: Callable[[Request], str]) -> Callable[[Handler], Handler]:
    """For a view's method that creates: honours the request's key, which is one of `owner(request)`'s.

    Without a key it is as without this. What the method answers or raises is kept for a day and given again with
    `Idempotent-Replayed: true`; not what is 500 or more, nor a 409, 412, 428 or 429, which ask to be asked again.
    """

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        def answer(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
            key = _key(request)
            if key is None:
                return handler(view, request, *args, **kwargs)
            row = _claim(owner(request), key, _asked(request), timezone.now())
            if row.status is not None:
                return _again(row)
            return _first(row, view, lambda: handler(view, request, *args, **kwargs))

        return answer

    return decorate


def forget_old(now: datetime | None = None) -> int:
    """Delete answers that are older than a day; how many."""
    return Repeat.objects.filter(begun_at__lte=(now or timezone.now()) - KEPT).delete()[0]


def _first(row: Repeat, view: Any, handle: Callable[[], Response]) -> Response:
    """Answer, and keep what was answered with what was made; let the key go where nothing is to be kept."""
    try:
        try:
            with transaction.atomic():
                response = handle()
                _keep(row, response)
        except exceptions.APIException as error:
            response = view.handle_exception(error)
            _keep(row, response)
    except BaseException:
        row.delete()
        raise
    return response


def _key(request: Request) -> str | None:
    given = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if given is not None and not KEY.fullmatch(given):
        raise exceptions.ParseError("Idempotency-Key takes 1 to 255 printable characters of ASCII.")
    return given


def _asked(request: Request) -> str:
    said = [request.method, request.get_full_path(), json.dumps(request.data, sort_keys=True)]
    return hashlib.sha256("\n".join(map(str, said)).encode("utf-8", "surrogatepass")).hexdigest()


def _claim(owner: str, key: str, asked: str, now: datetime) -> Repeat:
    """A row of ours to be answered, or one that was answered. Raises OtherRequest, StillRunning."""
    mine = Repeat.objects.filter(owner=owner, key=key)
    mine.filter(begun_at__lte=now - KEPT).delete()
    mine.filter(status=None, begun_at__lte=now - DEAD).delete()
    try:
        with transaction.atomic():
            return Repeat.objects.create(owner=owner, key=key, asked=asked, begun_at=now)
    except IntegrityError:
        row = mine.first()
    if row is None:
        raise StillRunning
    if row.asked != asked:
        raise OtherRequest
    if row.status is None:
        raise StillRunning
    return row


def _keep(row: Repeat, response: Response) -> None:
    if response.status_code >= status.HTTP_500_INTERNAL_SERVER_ERROR or response.status_code in PASSING:
        row.delete()
        return
    row.status = response.status_code
    row.media_type = response.content_type or ""
    row.headers = {name: response.headers[name] for name in HEADERS if name in response.headers}
    row.body = JSONRenderer().render(response.data).decode()
    row.save()


def _again(row: Repeat) -> Response:
    told = {**row.headers, "Idempotent-Replayed": "true"}
    data = json.loads(row.body) if row.body else None
    return Response(data, status=row.status, headers=told, content_type=row.media_type or None)
