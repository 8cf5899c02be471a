"""Demo data: invented throughout, marked `is_demo`, every address under .example, dated back from the seeding day."""
