"""The words of a text that say what it is about."""

from search.normalising import fold

#: Words that any question may have.
_EVERYWHERE = frozenset(
    "a an and any are at be by can could did do does for from had has have how i if in is it its me my of on or "  # noqa: SIM905
    "should so that the their there they this to was we were what when where which who why will with would you "
    "your 的 了 吗 是 在 有 我 你 和 么 什".split()
)


def telling(text: str) -> frozenset[str]:
    """The words of a text that not any question has, without the s of a plural, each Chinese character one."""
    return frozenset(
        word.removesuffix("s") if len(word) > 3 else word
        for word in fold(text).split()
        if word not in _EVERYWHERE
    )
