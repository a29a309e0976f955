"""The words of a question and the name beside it: what is kept of them, and what is wrong with them."""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.text import slugify
from django.utils.translation import gettext

from changes.texts import plain

LONGEST, LONGEST_NAME, LONGEST_SLUG = 500, 80, 80
#: Letters without which nothing is asked. A Chinese one says about as much as three others.
FEWEST, HAN = 6, 3

LINK = re.compile(r"(?i)\b(?:https?:|www\.|hxxp)\S*|\[/?url\b|<a\s+href\b")
ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_PILED = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]{2})[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]+"
)


class Unfit(ValueError):
    """What was typed cannot be kept; the message names the field and says what would be right."""


def question(typed: str) -> str:
    """The words of a question as they are kept, in one line. Raises Unfit. Mark-up is kept as the words it is."""
    text = _readable(typed)
    if not text:
        raise Unfit(gettext("Your question: it is empty. Write what you would like to know."))
    if len(text) > LONGEST:
        said = gettext(
            "Your question: at most %(most)s letters, and these are %(given)s. Ask one thing at a time."
        )
        raise Unfit(said % {"most": LONGEST, "given": len(text)})
    if ADDRESS.search(text):
        raise Unfit(
            gettext(
                "Your question: leave your address out, for the question is printed. It has a field of its own."
            )
        )
    words = LINK.sub("", text)
    if words != text and _weight(words) < FEWEST:
        raise Unfit(gettext("Your question: it is only a link. Write in words what you would like to know."))
    if _weight(words) < FEWEST:
        raise Unfit(
            gettext("Your question: it is too short to be understood. Write it as a sentence, in words.")
        )
    return text


def name(typed: str) -> str:
    """A name to print, or nothing. Raises Unfit."""
    text = _readable(typed)
    if len(text) > LONGEST_NAME:
        said = gettext("Name to print: at most %(most)s letters, and these are %(given)s.")
        raise Unfit(said % {"most": LONGEST_NAME, "given": len(text)})
    if ADDRESS.search(text) or LINK.search(text):
        raise Unfit(gettext("Name to print: write a name without an address or a link, or leave it empty."))
    if text and not any(character.isalpha() for character in text):
        raise Unfit(gettext("Name to print: a name has letters. Write one, or leave it empty."))
    return text


def slug(text: str, named: Iterable[str] = ()) -> str:
    """An ASCII slug for a question's address; where its words give none, those of the records it names."""
    for words in (slugify(text.replace(".", "-")), "-".join(named)):
        if any(character.isalpha() for character in words):
            cut = words[: LONGEST_SLUG + 1]
            return (
                cut
                if len(cut) <= LONGEST_SLUG
                else cut[:LONGEST_SLUG].rpartition("-")[0] or cut[:LONGEST_SLUG]
            )
    return "question"


def _readable(typed: str) -> str:
    """Without what nobody sees, and without marks piled upon marks, which would grow over other lines."""
    return _PILED.sub(r"\1", plain(unicodedata.normalize("NFC", typed)))


def _weight(text: str) -> int:
    return sum(HAN if "\u3400" <= character <= "\u9fff" else 1 for character in text if character.isalpha())
