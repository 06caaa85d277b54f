"""Demo data: generated from a seed, plainly fictional."""
