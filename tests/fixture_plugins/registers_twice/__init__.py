"""Broken on purpose: two jobs of the same name."""
