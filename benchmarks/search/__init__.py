"""Measures what the search finds: labelled queries on the demo data."""
