"""Search: one field for companies, people, needs, infrastructures and capabilities, by their names."""
