"""Rules that change, and which standards they touch."""
