"""Tests of what all rooms store with."""
