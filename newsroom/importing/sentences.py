"""Sentences and words: where the sentences of a text begin and end, and lists of words."""

import re

LONGEST = 1000

# A full stop after these, or after a single capital, does not end a sentence.
_ABBREVIATIONS = re.compile(
    r"(?:^|[^A-Za-z])(?:[A-Z]|U\.S|U\.K|e\.g|i\.e|approx|ca?|vs|No|no|Nos|pp?|Fig|Vol|Mr|Mrs|Ms|Dr|St|Inc|Ltd|Co|Corp|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|tel|Tel|ext)$"
)
_GOES_ON = re.compile(r" [a-z]+(?![A-Za-z])")
_END = re.compile(r"[.!?]+[\"”')\]]*(?= |$)|[。！？!?]+[”」』）)]*|\n+")


def sentences(folded: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a folded text, in order; together they cover all that is not white space."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(folded):
        if end[0].startswith(".") and not _ends(folded, end):
            continue
        spans += _pieces(folded, start, end.end())
        start = end.end()
    if folded[start:].strip():
        spans += _pieces(folded, start, len(folded))
    return spans


def _pieces(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """What has no full stop for a thousand characters is no sentence; in pieces no reader of it takes long."""
    pieces = []
    while end - start > LONGEST:
        space = folded.rfind(" ", start + 1, start + LONGEST)
        cut = space if space > start else start + LONGEST
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, end)]


def _ends(folded: str, end: re.Match[str]) -> bool:
    if _ABBREVIATIONS.search(folded[max(0, end.start() - 8) : end.start()]):
        # "in the U.S. The market": a capital begins a sentence, but not after "No." or "Feb."
        return bool(
            re.search(r"U\.[SK]$", folded[: end.start()]) and re.match(r" [A-Z][a-z]* ", folded[end.end() :])
        )
    # a word in lower case goes on with the sentence; "xAI" and "iFlytek" begin one
    return not _GOES_ON.match(folded, end.end())


def words(written: str) -> frozenset[str]:
    """A word list as a set."""
    return frozenset(written.split())
