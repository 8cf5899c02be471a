"""The room of letters: how the office words those that it sends."""
