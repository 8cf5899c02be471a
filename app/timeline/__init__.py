"""What has happened in one place, newest first, and where each entry belongs."""
