"""Broken on purpose: the other half of the circle."""
