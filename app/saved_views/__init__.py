"""Lists in one's own way: views saved under a name, the view that a list opens with, and which columns it shows."""
