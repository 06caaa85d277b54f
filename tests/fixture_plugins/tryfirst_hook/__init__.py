"""Broken on purpose: it wants to be first."""
