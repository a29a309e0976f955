"""Mail to the people who work here, in plain text, sent as background work."""

from email.policy import SMTP
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse


def send(user: User, subject: str, template: str, *, to: str | None = None, **context: Any) -> None:
    """Write to one user once what it is about is committed; `template` is a file in `newsroom/mail/`.

    to: an address that was theirs, in place of today's. Nothing happens where there is no address.
    """
    address = user.email if to is None else to
    if not address:
        return
    said = {"user": user, "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **context}
    text = render_to_string(f"newsroom/mail/{template}.txt", said)
    transaction.on_commit(lambda: send_task.enqueue(f"{settings.SITE_NAME}: {subject}", text, address))


class Letter(EmailMessage):
    """A mail whose lines stay whole, so that a link in it can be copied from wherever it is written to."""

    def message(self, *, policy: Any = SMTP) -> Any:
        """As Django makes it, but with lines as long as they may be in mail."""
        return super().message(policy=(policy or SMTP).clone(max_line_length=998))


@task
def send_task(subject: str, text: str, address: str) -> None:
    """Hand one message to the mail server."""
    Letter(subject, text, settings.DEFAULT_FROM_EMAIL, [address]).send()


def address_of(name: str, *args: Any) -> str:
    """A page's address for a mail: on the site's own address, whatever a request called it."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"
