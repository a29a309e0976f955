"""Which questions ask the same in other words (docs/matching.md)."""
