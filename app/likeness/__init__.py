"""Which companies and which people may be one and the same: one rule, for forms, calls and the queue of doubles."""
