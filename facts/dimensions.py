"""What tells the figures of one metric apart besides their scope: “benchmark=MMLU-Pro; effort=high”."""

from collections.abc import Sequence


class DimensionsNotUnderstood(ValueError):
    """The text names no dimensions of its metric; the message says what would be right."""


def parse(text: str, names: Sequence[str]) -> dict[str, str]:
    """The values by name, in the metric's order, from “name=value; name=value”.

    names: what the metric's figures are told apart by. Raises DimensionsNotUnderstood.
    """
    given: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, sign, value = (piece.strip() for piece in part.partition("="))
        name = name.lower()
        if not sign or not value or len(value) > 60 or "=" in value:
            raise DimensionsNotUnderstood(f"Write “{part}” as a name and a value: {_example(names)}.")
        if name not in names:
            raise DimensionsNotUnderstood(
                f"This metric is not told apart by “{name}”, "
                + (f"but by {', '.join(names)}." if names else "nor by anything but scope.")
            )
        if name in given:
            raise DimensionsNotUnderstood(f"“{name}” is given twice.")
        given[name] = value
    return {name: given[name] for name in names if name in given}


def written(values: dict[str, str]) -> str:
    """The values in the one form in which they are kept; parse() reads it back."""
    return "; ".join(f"{name}={value}" for name, value in values.items())


def named(text: str) -> list[str]:
    """What a kept text tells apart by, in its order."""
    return [part.partition("=")[0] for part in text.split("; ")] if text else []


def in_words(text: str) -> str:
    """As readers see them: “benchmark MMLU-Pro, effort high”."""
    return ", ".join(part.replace("=", " ", 1) for part in text.split("; ")) if text else ""


def _example(names: Sequence[str]) -> str:
    return "; ".join(f"{name}=…" for name in names) or "name=…"
