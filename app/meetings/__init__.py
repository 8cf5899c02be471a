"""Meetings of a match, logged in half a minute."""
