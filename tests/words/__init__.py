"""`make words`: what can be translated, and the translations that there are."""
