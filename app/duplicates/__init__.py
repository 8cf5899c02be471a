"""Doubles: the queue of pairs that may be one, merging two records into one, and parting them again."""
