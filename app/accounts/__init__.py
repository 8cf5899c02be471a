"""Accounts: signing in and out, one's own settings, and the administrator's list of users."""
