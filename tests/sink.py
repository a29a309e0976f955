"""A mail server in a thread, which takes all it is given and notes for whom; or says what it is told to."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.bench.serving import free_port


class Sink:
    """A mail server as long as it is used as a context. taken: the addresses in the order of their mails.

    says: what it says to the next mails for an address, before it takes one: to the recipient where it begins with 55,
    to the mail where it does not; an empty word breaks the connection off. refuses: what it says to each sender.
    """

    def __init__(self, *, keep: bool = True) -> None:
        self.taken: list[str] = []
        self.says: dict[str, list[str]] = {}
        self.refuses = ""
        self.bytes = 0
        self.port = free_port()
        self._kept: list[bytes] | None = [] if keep else None
        self._controller: Any = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=20)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *reason: object) -> None:
        self._controller.stop()

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Let a sender write, unless it refuses all."""
        envelope.mail_from = address
        return self.refuses or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Let a mail for an address come, unless it is told otherwise."""
        said = self.says.get(address)
        if said and said[0].startswith("55"):
            return said.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail, unless it is told otherwise."""
        (address,) = envelope.rcpt_tos
        if self.says.get(address):
            said = self.says[address].pop(0)
            if not said and server.transport:
                server.transport.abort()
            return said or "250 OK"
        content = bytes(envelope.content or b"")
        self.taken.append(address)
        self.bytes += len(content)
        if self._kept is not None:
            self._kept.append(content)
        return "250 OK"

    @property
    def mails(self) -> list[EmailMessage]:
        """The mails that were taken, where they are kept."""
        return [message_from_bytes(one, policy=default) for one in self._kept or []]
