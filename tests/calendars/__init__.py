"""Calendars that people follow."""
