"""Feeds in three forms from the same entries: RSS 2.0, Atom and JSON Feed 1.1. Knows no app."""
