"""Needs that companies hand in without signing in, and how the office answers them."""
