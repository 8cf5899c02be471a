"""Companies: their facts, size, people and what has come of it."""
