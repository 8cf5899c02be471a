"""The best pairs of very many needs and capabilities."""
