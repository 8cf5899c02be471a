"""Uses: a company has used an infrastructure; this is what the targets count."""
