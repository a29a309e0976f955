"""Telling those who follow something what became of it: found in the log, noted, and mailed together."""
