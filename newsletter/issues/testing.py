"""Sending an issue to the editor who asks for it, to be looked at in a mail program."""

from django.contrib.auth.models import User

from newsletter import links
from newsletter.issues import rendering
from newsletter.issues.rendering import Content
from newsletter.links import Reader
from newsletter.models import Issue
from newsletter.models.delivery import message_id
from newsletter.sending.stencils import Stencil
from readers.mails import Heard, Outcome, Server

#: Nobody's: the links in a test are real and do nothing.
NOBODY = Reader("0")


class NotSent(ValueError):
    """The test was not sent; the message says why."""


def send_test(issue: Issue, content: Content, *, to: User) -> None:
    """Send an issue as it stands to one of us. Raises NotSent."""
    if not to.email:
        raise NotSent("Your account has no mail address: an administrator can give it one.")
    stencil = Stencil(
        subject=f"[Test] {content['subject']}",
        text=rendering.text(content, issue),
        html=rendering.html(content, issue),
        listed="weekly",
    )
    heard = _handed_over(stencil, to.email)
    if heard.outcome is not Outcome.TAKEN:
        raise NotSent(f"The mail server did not take the test. {heard.said}".strip())


def _handed_over(stencil: Stencil, address: str) -> Heard:
    with Server() as server:
        if not server.ready():
            return Heard(Outcome.LATER, "It does not let us in.")
        return server.hand_over(stencil.copy(address, message_id(), links.token_of(NOBODY)))
