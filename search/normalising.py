"""One form for what is searched and what is searched for."""

import re
import unicodedata

CHINESE = re.compile("([\u3400-\u4dbf\u4e00-\u9fff])")
NOT_A_WORD = re.compile(r"[^\w.]+|_")


def fold(text: str) -> str:
    """Lower case, width folded, dashes and signs as spaces, Chinese a character at a time.

    Single characters because an index over longer pieces finds nothing for one or two of them.
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    text = CHINESE.sub(r" \1 ", text)
    return " ".join(word.strip(".") for word in NOT_A_WORD.sub(" ", text).split() if word.strip("."))
