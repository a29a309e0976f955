"""Words of the interface: those that are looked up only when they are shown, and several within a sentence."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words
else:
    #: A text, or one that is looked up in the language in which it is shown.
    Words = str


def named(names: Sequence[str]) -> str:
    """Names in a row: “A”, “A and B”, “A, B and C”; empty for none."""
    *before, last = names or [""]
    return gettext(" and ").join(filter(None, (gettext(", ").join(before), last)))
