"""From signals to a score: weights, the index of capabilities, likeness and comparison."""
