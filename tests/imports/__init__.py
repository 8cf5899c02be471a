"""Tests of files that are imported."""
