"""Reasons to match, and one against, one module each: every signal gives a need and a capability a number in [0, 1]."""
