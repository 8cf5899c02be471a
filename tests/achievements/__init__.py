"""Tests of achievements."""
