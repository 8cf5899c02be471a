"""What is kept: the database and its locks, the audit trail, private files, and reads that every room shares."""
