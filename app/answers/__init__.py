"""Answers to an introduction: each party gives its own through the link in its letter, without signing in."""
