"""Corrections and public changes for programs: the same as the pages."""

from changes.api.shapes import CorrectionsField, ToldSerializer

__all__ = ["CorrectionsField", "ToldSerializer"]
