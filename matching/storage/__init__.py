"""Arrays that grow and shrink by rows."""
