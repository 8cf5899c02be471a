"""Measures the pages: what a request costs with a small database and with a large one."""
