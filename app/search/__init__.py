"""Search over everything the reader may see."""
