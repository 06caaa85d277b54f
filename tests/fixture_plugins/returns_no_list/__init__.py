"""Broken on purpose: a boot hook returns one thing instead of a list."""
