"""JSON as programs send it: an object in UTF-8, read strictly; what is wrong with it is said in a sentence."""

import json
import math
from typing import Any

from rest_framework import exceptions
from rest_framework.parsers import BaseParser

from api.given import LONE_SURROGATE

BOM = b"\xef\xbb\xbf"
#: So much of what was sent is said again.
SHOWN = 40


class Unfit(ValueError):
    """A part of the JSON is none that we take; the message is a sentence."""


class StrictJSON(BaseParser):
    """An object of JSON.

    A name that stands twice is refused, for readers of JSON differ over which of the two counts; so are NaN and
    Infinity, which no JSON has and Python's reader takes.
    """

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> dict[str, Any]:
        """The object. Raises ValidationError about the body."""
        try:
            return _read(stream.read())
        except Unfit as fault:
            raise exceptions.ValidationError({"body": [str(fault)]}) from None


def _read(sent: bytes) -> dict[str, Any]:
    if sent.startswith(BOM):
        raise Unfit("It begins with a byte order mark: send UTF-8 without one.")
    try:
        found = json.loads(
            sent.decode(),
            object_pairs_hook=_object,
            parse_float=_decimal,
            parse_int=_whole,
            parse_constant=_none,
        )
    except UnicodeDecodeError as fault:
        raise Unfit(f"It is no UTF-8: the byte at {fault.start} begins no character.") from None
    except json.JSONDecodeError as fault:
        raise Unfit(f"It is no JSON, at line {fault.lineno}, column {fault.colno}: {fault.msg}.") from None
    except RecursionError:
        raise Unfit("It is nested too deeply.") from None
    if not isinstance(found, dict):
        raise Unfit("Send a JSON object, with a field for each thing you say.")
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if LONE_SURROGATE.search(name):
            raise Unfit("There is half a character in the name of a field.")
        if name in found:
            raise Unfit(f"“{name[:SHOWN]}” stands twice in one object: give it once.")
        found[name] = value
    return found


def _none(word: str) -> Any:
    raise Unfit(f"{word} is no number of JSON: leave it out, or give null.")


def _whole(digits: str) -> int:
    try:
        return int(digits)
    except ValueError:  # Python reads no longer ones
        raise Unfit(f"The number {digits[:SHOWN]}… has too many digits.") from None


def _decimal(digits: str) -> float:
    found = float(digits)
    if math.isinf(found):
        raise Unfit(f"The number {digits[:SHOWN]} is too large.")
    return found
