"""Two texts side by side, word by word."""

import re
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from articles.bodies import text_of
from articles.models import Author, Image, Topic

LABELS = {
    "lead_image_id": "lead image",
    "lead_image_alt": "alternative text",
    "closing": "closing line",
    "closing_topic_id": "topic of the closing line",
    "backstory": "how this was reported",
    "search_title": "search title",
    "search_description": "search description",
    "faq": "FAQ",
}


class Compared(NamedTuple):
    """A field in which two working copies differ, with what is only in one marked in each."""

    label: str
    before: SafeString
    after: SafeString


def compare(before: dict[str, Any], after: dict[str, Any]) -> list[Compared]:
    """The fields in which two contents (articles.revisions.content_of) differ, in their order."""
    found = []
    for field in after:
        if before.get(field) != after[field]:
            old, new = _as_text(field, before.get(field)), _as_text(field, after[field])
            if not old and not new:
                continue
            label = LABELS.get(field, field)
            if old == new:
                label = f"{label}: only its formatting, links or citations"
            found.append(Compared(label, *_marked(old, new)))
    return found


def _as_text(field: str, value: Any) -> str:
    """A field's content as an editor would read it."""
    if value in (None, "", []):
        return ""
    match field:
        case "body":
            return text_of(value)
        case "faq":
            return "\n".join(f"{entry['question']}\n{text_of(entry['answer'])}" for entry in value)
        case "authors" | "topics":
            names = (Author if field == "authors" else Topic).objects.in_bulk(value)
            return ", ".join(str(names.get(pk, pk)) for pk in value)
        case "lead_image_id" | "closing_topic_id":
            row = (Image if field == "lead_image_id" else Topic).objects.filter(pk=value).first()
            return str(row or value)
    return str(value)


def _marked(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Both texts with their differences marked. Very long ones are compared by lines, to stay quick."""
    cut = r"\S+|\s+" if len(before) + len(after) < 40_000 else r"[^\n]*\n|[^\n]+"
    old, new = re.findall(cut, before), re.findall(cut, after)
    left, right = [], []
    for step, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left.append(_run("".join(old[i1:i2]), "" if step == "equal" else "del"))
        right.append(_run("".join(new[j1:j2]), "" if step == "equal" else "ins"))
    return _joined(left), _joined(right)


def _run(words: str, tag: str) -> SafeString:
    mark = mark_safe(tag)  # noqa: S308 - one of two words of ours
    return format_html("<{}>{}</{}>", mark, words, mark) if tag and words else format_html("{}", words)


def _joined(runs: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((run,) for run in runs))
