"""The bin: what was thrown away stays here for 30 days, can be put back, and then goes for good."""
