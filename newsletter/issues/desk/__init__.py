"""The pages on which editors compose an issue, look at it, let it go and follow it."""
