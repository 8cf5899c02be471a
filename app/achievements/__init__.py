"""Achievements: events, networks, establishments and the like, and figures that are entered by hand, with evidence."""
