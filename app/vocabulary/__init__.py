"""The catalogue the engine knows by: concepts, their words, and the state of the engine."""
