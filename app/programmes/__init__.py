"""Programmes: indicators, the rules that count them, and the rows behind every figure."""
