"""A receiver of webhooks that listens on this machine, and checks what it gets as our docs tell receivers to."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import validate

from tests.factories import make_endpoint
from tests.serving import Served, answer, serving
from webhooks import sending
from webhooks.models import Endpoint
from webhooks.schema import BODY

DOCS = Path(__file__).resolve().parents[2] / "docs" / "webhooks.md"
OK = answer("204 No Content")


@cache
def received() -> Callable[..., dict[str, Any]]:
    """The function that the docs give to receivers."""
    [code] = re.findall(r"^    import base64.*?(?=^\S)", DOCS.read_text(), re.M | re.S)
    names: dict[str, Any] = {}
    exec(re.sub("^    ", "", code, flags=re.M), names)  # noqa: S102  # our own docs
    check: Callable[..., dict[str, Any]] = names["received"]
    return check


@dataclass
class Receiver:
    """A receiver: what it got, and what it answers to it, which tests change."""

    served: Served
    says: list[bytes] = field(default_factory=list)

    def endpoint(self, path: str = "/hooks", **values: Any) -> Endpoint:
        """An endpoint of ours that leads to it."""
        return make_endpoint(f"http://hooks.test:{self.served.port}{path}", **values)

    def run(self, *resolved: str) -> int:
        """A run of ours that reaches it, where the names resolve to these."""
        return sending.run(walls=self.served.walls(*resolved))

    @property
    def headers(self) -> list[dict[str, str]]:
        """Of each message, by small letters."""
        lines = [re.findall(r"^([^:\r\n]+): ([^\r\n]*)\r$", head, re.M) for head in self.served.heads]
        return [{name.lower(): value for name, value in found} for found in lines]

    def messages(self, secret: str) -> list[dict[str, Any]]:
        """All that it got, each checked with its secret and by the schema."""
        both = zip(self.headers, self.served.bodies, strict=True)
        found = [received()(secret, headers, body) for headers, body in both]
        for message in found:
            validate(message, BODY)
        return found

    @property
    def ids(self) -> list[str]:
        """The ids of all that it got."""
        return [headers["webhook-id"] for headers in self.headers]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that takes everything, unless it has something to say before."""
    with serving(lambda head: receiver.says.pop(0) if receiver.says else OK) as served:
        receiver = Receiver(served)
        yield receiver
