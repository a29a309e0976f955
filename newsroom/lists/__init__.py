"""Filters of the admin's lists, kept under a name."""
