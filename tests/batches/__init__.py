"""Tests of several rows of a list at once."""
