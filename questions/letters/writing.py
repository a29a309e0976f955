"""What a mail to a reader says: the question, the answer or its correction, where to read it, and how to be forgotten.

It has nothing of what other readers typed but the question that an editor answered, and links to our own site alone.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy

from articles import bodies
from changes.corrections import shown_on
from changes.texts import plain
from questions.letters.forgetting import link_of
from questions.models import Letter
from readers.addresses import unseal
from readers.mails import Mail

#: A subject is read in a list, an answer in a mail as far as it fills a page or two.
LONGEST_SUBJECT, LONGEST_ANSWER = 100, 4000


class NothingToTell(ValueError):
    """What the letter would have told is not said any more."""


def written(letter: Letter, at: datetime) -> Mail:
    """The mail of a letter, with its subscriber, question and answer at hand. One query for a correction.

    Raises NothingToTell where what was corrected is not shown any more, Unreadable for an address that cannot be read.
    """
    question = letter.subscriber.question
    said = plain(question.text)
    context: dict[str, Any] = {
        "site": settings.SITE_NAME,
        "question": said,
        "asked": letter.subscriber.asked,
        "page": settings.SITE_URL + question.get_absolute_url(),
        "forget": link_of(letter.subscriber),
    }
    if letter.occasion == Letter.Occasion.CORRECTION:
        context["corrections"] = _since(letter, at)
        template, subject = "corrected", gettext_lazy("We corrected our answer")
    else:
        context["answer"] = Truncator(bodies.text_of(question.answer.text)).chars(LONGEST_ANSWER)
        template, subject = "answered", gettext_lazy("Your question is answered")
    with translation.override(settings.LANGUAGE_CODE):
        text, html = (
            render_to_string(f"questions/mail/{template}.{kind}", context) for kind in ("txt", "html")
        )
        about = gettext("%(site)s: %(subject)s: %(question)s") % {
            "site": settings.SITE_NAME,
            "subject": subject,
            "question": said,
        }
    mail = Mail(
        Truncator(about).chars(LONGEST_SUBJECT),
        text,
        settings.DEFAULT_FROM_EMAIL,
        [unseal(letter.subscriber.sealed)],
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(html, "text/html")
    return mail


def _since(letter: Letter, at: datetime) -> list[dict[str, Any]]:
    """What was corrected since the answer was sent to this subscriber."""
    told = letter.subscriber.letters.get(occasion=Letter.Occasion.ANSWER).claimed_at
    found = [row for row in shown_on("question", letter.subscriber.question_id, at) if row["at"] > told]
    if not found:
        raise NothingToTell
    return [row | {"day": timezone.localtime(row["at"])} for row in found]
