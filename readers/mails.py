"""Mails to readers: how one is written on the wire, and handing it to the mail server.

What the server says is one of four things (`Outcome`). Between asking it and hearing its answer nobody knows whether a
mail went, so whoever sends notes that it begins before it does.
"""

import logging
from datetime import timedelta
from email.policy import SMTP
from enum import Enum
from smtplib import (
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, mailers

logger = logging.getLogger(__name__)

#: How long until it is tried again what a server did not take for now: longer each time, for about four days in all.
FIRST_WAIT, LONGEST_WAIT, TRIES = timedelta(minutes=5), timedelta(days=1), 8


def address_of() -> str:
    """The host that our mails come from."""
    return str(urlsplit(settings.SITE_URL).hostname)


def goes_out() -> bool:
    """Whether there is a mail server. Where mail is only written to the log, readers' mails wait: no log of ours has
    their addresses, unless that is asked for.
    """
    return settings.MAIL_TO_CONSOLE or "console" not in settings.MAILERS["default"]["BACKEND"]


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries, or None where it was tried often enough."""
    return None if tries >= TRIES else min(FIRST_WAIT * 4 ** (tries - 1), LONGEST_WAIT)


class Mail(EmailMultiAlternatives):
    """A mail whose lines stay whole, so that a link in it can be copied from wherever it is written to."""

    def message(self, *, policy: Any = SMTP) -> Any:
        """As Django makes it, but with lines as long as they may be in mail."""
        return super().message(policy=(policy or SMTP).clone(max_line_length=998))


class Outcome(Enum):
    """What became of a mail that was handed over."""

    TAKEN = "taken"
    LATER = "later"
    NEVER = "never"
    NO_SUCH_ADDRESS = "no such address"
    UNKNOWN = "unknown"


class Heard(NamedTuple):
    """An outcome, and what the server said, as its code alone: its words may hold the address.

    ours: no reader's fault but ours, so that it will say the same of every mail until somebody mends it.
    """

    outcome: Outcome
    said: str = ""
    ours: bool = False


class Server:
    """A connection to the mail server, for as long as it is used as a context."""

    def __init__(self) -> None:
        self._mailer: Any = None
        #: Why it does not let us in, where waiting will not mend that.
        self.shut = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, reason: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ready(self) -> bool:
        """Whether it lets us in: where it does not, nobody was written to, and nothing has to be noted."""
        if self._mailer is None:
            mailer = mailers.default
            try:
                mailer.open()
            except OSError as reason:
                logger.warning("The mail server does not let us in, mails wait: %s", type(reason).__name__)
                self.shut = _shut(reason)
                self._mailer = mailer
                self.close()
                return False
            self._mailer = mailer
        return True

    def hand_over(self, mail: EmailMessage) -> Heard:
        """Hand one mail over and hear what becomes of it. After anything but a yes the connection is a new one."""
        heard = self._handed(mail)
        if heard.outcome is not Outcome.TAKEN:
            self.close()
        return heard

    def close(self) -> None:
        """End the connection, if there is one."""
        mailer, self._mailer = self._mailer, None
        try:
            if mailer:
                mailer.close()
        except OSError:
            logger.info("The connection to the mail server was gone before it was closed.")

    def _handed(self, mail: EmailMessage) -> Heard:
        try:
            taken = self._mailer.send_messages([mail])
        except (SMTPNotSupportedError, ValueError):
            return Heard(Outcome.NEVER, "The mail server cannot write to such an address.")
        except SMTPSenderRefused as refusal:
            said = f"The mail server does not take us: {refusal.smtp_code}."
            return Heard(Outcome.LATER, said, ours=refusal.smtp_code >= 500)
        except (SMTPRecipientsRefused, SMTPResponseException) as refusal:
            return _refused(*_code(refusal))
        except (SMTPException, OSError) as reason:
            return _answered(getattr(reason, "status_code", None)) or Heard(
                Outcome.UNKNOWN, type(reason).__name__
            )
        except Exception as reason:
            # Anymail's own is imported where it was raised alone: it brings along what speaks to providers.
            if type(reason).__name__ != "AnymailRecipientsRefused":
                raise
            return Heard(Outcome.NEVER, "The provider does not write to this address.")
        return Heard(Outcome.TAKEN) if taken else Heard(Outcome.LATER, "The mail server did not take it.")


def _shut(reason: OSError) -> str:
    """What a server means that hears who we are and says no for good; nothing where it may be another time."""
    if isinstance(reason, SMTPNotSupportedError):
        return "The mail server has no TLS or no way to log in."
    code = reason.smtp_code if isinstance(reason, SMTPResponseException) else 0
    return f"The mail server does not let us in: {code}." if code >= 500 else ""


def _answered(status: int | None) -> Heard | None:
    """What a provider's program means that answers with an HTTP status; None where nobody knows.

    That it does not know us, or we ask too often, is no fault of the reader's.
    """
    said = f"The provider said no: {status}."
    if status in {401, 403, 408, 429, 503}:
        return Heard(Outcome.LATER, said, ours=status in {401, 403})
    return Heard(Outcome.NEVER, said) if status and 400 <= status < 500 else None


def _code(refusal: SMTPException) -> tuple[int, str]:
    """The three digits with which a mail server says no, and its words."""
    if isinstance(refusal, SMTPRecipientsRefused):
        code, words = next(iter(refusal.recipients.values()))
    else:
        code, words = getattr(refusal, "smtp_code", 0), getattr(refusal, "smtp_error", b"")
    return int(code), words.decode(errors="replace") if isinstance(words, bytes) else str(words)


def _refused(code: int, words: str) -> Heard:
    """What a no means (RFC 5321); of the enhanced codes, 5.1 says that the address is what is wrong (RFC 3463).

    Of them 5.1.7 and 5.1.8 are of our own address, which many servers only say of when they hear the reader's.
    """
    said = f"The mail server said no: {code}."
    if code >= 500 and words.startswith(("5.1.7", "5.1.8")):
        return Heard(Outcome.LATER, f"The mail server does not take us: {code}.", ours=True)
    if 400 <= code < 500:
        return Heard(Outcome.LATER, said)
    if code >= 500:
        return Heard(Outcome.NO_SUCH_ADDRESS if words.startswith("5.1.") else Outcome.NEVER, said)
    return Heard(Outcome.UNKNOWN, str(code))
