"""Rates of the euro by month, entered by hand with where they are from; the one home of rates."""
