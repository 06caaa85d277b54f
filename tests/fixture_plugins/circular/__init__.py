"""Broken on purpose: one half of a circle."""
