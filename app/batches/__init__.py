"""Several rows of a list at once: chosen, looked at, changed together, and put back together."""
