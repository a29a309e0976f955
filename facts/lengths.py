"""How long the period of a figure is, as ISO 8601 writes it: a quarter is never held against a month."""

from calendar import monthrange
from datetime import date


def of(earliest: date | None, latest: date | None) -> str:
    """The length of a closed period, both days included: P1D, P1M, P3M, P1Y; empty where an end is open."""
    if earliest is None or latest is None:
        return ""
    if earliest.day == 1 and latest.day == monthrange(latest.year, latest.month)[1]:
        months = (latest.year - earliest.year) * 12 + latest.month - earliest.month + 1
        return f"P{months // 12}Y" if months % 12 == 0 else f"P{months}M"
    return f"P{(latest - earliest).days + 1}D"
