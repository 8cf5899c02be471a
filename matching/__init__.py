"""Ranks infrastructures' capabilities for a company's need, both ways round, and says why."""
