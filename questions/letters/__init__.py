"""Mails to readers who wanted to know, and forgetting them."""
