"""One form for what is searched and what is searched for."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

CHINESE = re.compile("([\u3400-\u4dbf\u4e00-\u9fff])")
NOT_A_WORD = re.compile(r"[^\w.]+|_")


@cache
def _simple() -> dict[int, str]:
    """What stands for each traditional character: one for one, so that every place in a text stays."""
    signs = [chr(n) for n in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    # A line each: else those that make a word are converted as that word.
    simple = OpenCC("t2s").convert("\n".join(signs)).split("\n")
    return {
        ord(sign): one for sign, one in zip(signs, simple, strict=True) if one != sign and CHINESE.match(one)
    }


def simplified(text: str) -> str:
    """A text with simplified characters for traditional ones."""
    return text if text.isascii() else text.translate(_simple())


def fold(text: str) -> str:
    """Lower case, width folded, dashes and signs as spaces, Chinese simplified, a character at a time.

    Single characters because an index over longer pieces finds nothing for one or two of them.
    """
    text = simplified(unicodedata.normalize("NFKC", text).casefold())
    text = CHINESE.sub(r" \1 ", text)
    return " ".join(word.strip(".") for word in NOT_A_WORD.sub(" ", text).split() if word.strip("."))
