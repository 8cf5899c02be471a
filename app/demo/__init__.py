"""Demo data in a database: production refuses it, and one command takes it away."""
