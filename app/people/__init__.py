"""People: who they are, what they are to companies and infrastructures, and why we hold their data."""
