"""The concept scheme: its files, the names that texts mention, and what a method is not for."""
