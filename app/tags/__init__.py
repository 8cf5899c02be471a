"""Tags: put on and taken off records, renamed, merged, removed, and what lists are narrowed by."""
