"""Meaning as vectors: encoders, the store of vectors, encoding in batches, and the concepts' vectors."""
