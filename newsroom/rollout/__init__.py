"""The roll-out of what became of a figure, over everything that cites it."""
