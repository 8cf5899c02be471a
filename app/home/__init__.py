"""Home: what waits for this reader today, and how far the targets have come."""
