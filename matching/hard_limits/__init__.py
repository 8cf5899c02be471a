"""What rules a pair out: quality, place, time, openness, and what a company turns down."""
