"""How well likely doubles are told from others, on labelled pairs, and what the queue costs."""
