"""Needs of which a text holds more than one."""
