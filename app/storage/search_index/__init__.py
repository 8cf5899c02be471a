"""The index of what may be searched: one table on both databases, told of every change by the database itself."""
