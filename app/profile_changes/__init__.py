"""What staff change of their unit's profile, field by field: drafts to publish, and what was published."""
