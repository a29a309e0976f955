"""HTML as the text part of a mail has it: blocks apart, lists with their marks, addresses written out."""

import re
from typing import Any

from markdownify import MarkdownConverter


class _Plain(MarkdownConverter):
    """Markdown without its marks: whoever reads text in a mail reads it as it stands."""

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """The words, and the address behind them where they are not it."""
        address = el.get("href") or ""
        return text if not address or address == text.strip() else f"{text} <{address}>"

    def convert_br(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """The next line."""
        return "\n"

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """What a picture shows."""
        return el.get("alt") or ""

    def _bare(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return text

    convert_b = convert_strong = convert_i = convert_em = convert_code = convert_sub = convert_sup = _bare

    def convert_hN(self, n: int, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: N802  # as markdownify has it
        """A heading in a line of its own."""
        return f"\n\n{text.strip()}\n\n"


def plain(html: str) -> str:
    """The words of a clean text; empty for one without any."""
    text: str = _Plain(escape_asterisks=False, escape_underscores=False, bullets="-").convert(html)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
