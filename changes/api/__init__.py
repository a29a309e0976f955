"""Corrections and public changes for programs: the same as the pages."""
