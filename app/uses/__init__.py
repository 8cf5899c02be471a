"""Uses of an infrastructure by a company: what the targets count."""
