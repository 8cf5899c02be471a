"""Meetings of a match: planned, held, not held or cancelled, and told to the calendars of those who come."""
