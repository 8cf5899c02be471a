"""Letters: put in the outbox together with what they tell of, and sent afterwards, each of them once."""
