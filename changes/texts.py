"""Plain text as we keep it: without characters that nobody sees, that turn the direction, or that XML cannot hold."""

import re

# Marks that turn the reading direction or hide between letters: they can make a text say what it does not.
# U+E000 and U+E001 are ours: articles/layout.py marks its slots with them. XML, and so each feed, can hold
# neither U+FFFE nor U+FFFF.
INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069"
    "\ue000\ue001\ufeff\ufffe\uffff]"
)
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def number(text: str) -> int | None:
    """A whole number that the database can hold, as an address or a form made by hand may say it; else None."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def plain(title: str) -> str:
    """One line of text without invisible or direction-changing characters, spaces folded."""
    return " ".join(LONE_SURROGATE.sub("", INVISIBLE.sub("", title)).split())
