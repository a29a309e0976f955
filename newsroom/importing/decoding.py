"""From the bytes of a file to its lines, or one sentence that says why they are no text of ours."""

import re

from articles.bodies import INVISIBLE
from newsroom.importing.shapes import has_words

LARGEST_FILE = 500_000  # bytes; the longest article in the form has about ten thousand
LONGEST_LINE = 20_000  # characters; one line is one paragraph


class Unreadable(ValueError):
    """The file is no text of ours; the message is one sentence for the editor."""


def lines_of(data: bytes) -> list[str]:
    """The lines of a file in the text form, each in single spaces; raises Unreadable."""
    lines = [plain(line) for line in _decode(data).splitlines()]
    if max(map(len, lines), default=0) > LONGEST_LINE:
        raise Unreadable(
            f"The file has a line of more than {LONGEST_LINE:,} characters, which is no paragraph."
        )
    if not any(has_words(line) for line in lines):
        raise Unreadable("The file has no words in it.")
    return lines


def plain(text: str) -> str:
    """The text without invisible marks and soft hyphens, with single spaces for all white space."""
    return " ".join(INVISIBLE.sub("", text.replace("\u00ad", "")).split())


def _decode(data: bytes) -> str:
    """The file's text, without a byte-order mark; raises Unreadable."""
    if not data:
        raise Unreadable("The file is empty.")
    if len(data) > LARGEST_FILE:
        raise Unreadable(f"The file is larger than {LARGEST_FILE // 1000} kB, the limit for a text.")
    if _is_utf16(data):
        raise Unreadable("The file is in UTF-16; save it as UTF-8 and import it again.")
    if b"\0" in data:
        raise Unreadable("The file is binary, not a text.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"The file is not in UTF-8 (line {line}); save it as UTF-8 and import it again."
        ) from None
    if not text.strip():
        raise Unreadable("The file holds nothing but white space.")
    if len(re.findall(r"[\x01-\x08\x0e-\x1f\x7f]", text)) > len(text) // 100:
        raise Unreadable("The file is full of control characters, so it is binary and not a text.")
    return text


def _is_utf16(data: bytes) -> bool:
    """Known by its mark, or by a zero in every other byte, which Latin script has in UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    start = data[:200]
    zeros = max(start[0::2].count(0), start[1::2].count(0))
    return len(start) > 3 and zeros * 2 > len(start) * 0.7 and start.count(0) < len(start) * 0.6
