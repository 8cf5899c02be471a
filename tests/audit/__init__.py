"""The audit trail: what it tells, and whether somebody has touched it."""
