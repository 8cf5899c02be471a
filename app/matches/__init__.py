"""Matches: what becomes of a need and a capability that were found for each other."""
