"""Forms: forgiving about how something is written, clear about what is missing."""
