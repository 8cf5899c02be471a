"""Files that are imported: read, understood, checked row by row, brought in whole or not at all, and taken back."""
