"""How good the ranking is, and the judgements that improve it."""
