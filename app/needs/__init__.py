"""Needs: what companies want done, and the capabilities ranked for it."""
