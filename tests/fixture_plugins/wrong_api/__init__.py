"""Broken on purpose: written for another generation of the hooks."""
