"""Meetings of a match: planned, held or not held."""
