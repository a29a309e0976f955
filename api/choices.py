"""Parameters that are one of a few words: whoever gives another is told which there are."""

from collections.abc import Sequence
from typing import Any

from django_filters import rest_framework as filters


class OneOfFilter(filters.ChoiceFilter):
    """One of some words."""

    def __init__(self, *, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        words = ", ".join(str(word) for word, _ in choices)
        kwargs["error_messages"] = {"invalid_choice": f"Give one of: {words}."}
        super().__init__(choices=choices, **kwargs)
