"""A mail to many, laid out and encoded once: for each reader only what is theirs is put in.

Encoding 50 kB for a hundred thousand readers would take longer than sending it. So the parts are encoded between
the places at which a reader's token stands, each ended by a soft line break (RFC 2045, 6.7), and joined anew.
"""

import secrets
from binascii import b2a_qp
from email.message import EmailMessage as Headers
from email.policy import SMTP
from email.utils import formatdate
from typing import Any

from django.conf import settings
from django.utils.encoding import punycode

from newsletter import links
from readers.mails import Mail, address_of

_BREAK = b"=\r\n"


class Copy(Mail):
    """One reader's copy: to a mail server it is the bytes, to a provider's program or a log what it is made of."""

    wire: bytes
    metadata: dict[str, str]

    def message(self, *, policy: Any = None) -> Any:
        """What a mail server is handed, which says its policy; else a message as any other."""
        return self if policy else super().message()

    def as_bytes(self) -> bytes:
        """The whole mail as it goes over the wire."""
        return self.wire


class Stencil:
    """What all readers of one mailing get. `reader` stands in text and HTML wherever a reader's token is to be."""

    reader = secrets.token_hex(16)

    def __init__(self, *, subject: str, text: str, html: str, listed: str) -> None:
        """listed: which of our lists it is, as a part of its List-Id (RFC 2919)."""
        self._subject, self._text, self._html = subject, text, html
        self._boundary = secrets.token_hex(16)
        self._headers = {
            "List-Id": f"<{listed}.{address_of()}>",
            "Precedence": "bulk",
            "Auto-Submitted": "auto-generated",
        }
        self._leave = links.to_leave(self.reader)
        self._head = self._common()
        self._pieces = [self._part("plain", text), self._part("html", html)]

    def copy(self, address: str, message_id: str, token: str) -> Copy:
        """The copy for one reader. Raises ValueError for an address that would be more than one header."""
        own = {
            "Message-ID": message_id,
            "List-Unsubscribe": f"<{self._leave.replace(self.reader, token)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        mail = Copy(
            self._subject,
            self._text.replace(self.reader, token),
            settings.DEFAULT_FROM_EMAIL,
            [address],
            headers={**self._headers, **own},
        )
        mail.attach_alternative(self._html.replace(self.reader, token), "text/html")
        # What a provider tells of the mail, it tells with this (newsletter/bounces.py).
        mail.metadata = {"mail": message_id}
        mail.wire = self._wire(_in_ascii(address), own, token.encode())
        return mail

    def _wire(self, address: str, own: dict[str, str], token: bytes) -> bytes:
        lines = {"To": address, "Date": formatdate(localtime=False), **own}
        if any(mark in line for line in lines.values() for mark in "\r\n"):
            raise ValueError("An address is one line.")
        head = "".join(f"{name}: {line}\r\n" for name, line in lines.items()).encode("ascii")
        joint = _BREAK + token + _BREAK
        return b"".join([head, self._head, *(joint.join(pieces) for pieces in self._pieces), self._end()])

    def _common(self) -> bytes:
        """The headers that all copies have, folded and encoded as they have to be, and the end of the head."""
        headers = Headers(policy=SMTP)
        headers["From"] = settings.DEFAULT_FROM_EMAIL
        headers["Subject"] = self._subject
        for name, value in self._headers.items():
            headers[name] = value
        headers["MIME-Version"] = "1.0"
        form = f'Content-Type: multipart/alternative; boundary="{self._boundary}"\r\n\r\n'
        return headers.as_bytes().rstrip(b"\r\n") + b"\r\n" + form.encode()

    def _part(self, subtype: str, content: str) -> list[bytes]:
        """A part of the mail, encoded and cut where tokens go."""
        head = (
            f"--{self._boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        ).encode()
        lines = "\r\n".join([*content.splitlines(), ""])
        first, *others = (_encoded(piece) for piece in lines.split(self.reader))
        return [head + first, *others]

    def _end(self) -> bytes:
        return f"--{self._boundary}--\r\n".encode()


def _encoded(piece: str) -> bytes:
    return b2a_qp(piece.encode(), istext=True).replace(b"=\r\n", b"=\n").replace(b"=\n", _BREAK)


def _in_ascii(address: str) -> str:
    """An address whose domain has other letters, as mail knows it. Raises ValueError for one that has none."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{punycode(domain)}"
