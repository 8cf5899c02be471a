"""Gaps: what companies ask for that nobody has been found to do, by concept."""
