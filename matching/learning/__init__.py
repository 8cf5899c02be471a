"""What the engine learns from, how it is trained, and how well it does."""
