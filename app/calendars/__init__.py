"""Calendars that people follow: their own meetings and next steps, behind a secret address."""
