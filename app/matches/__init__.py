"""Matches: a need and a capability on their way from suggestion to use."""
