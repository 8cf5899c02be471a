"""Jobs beside the answers."""
