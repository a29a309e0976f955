"""Answers: giving and changing them, what they said before, and what they rest on."""
