"""Words of a text: what they are, which language they are in, and what of a pasted text is read."""
