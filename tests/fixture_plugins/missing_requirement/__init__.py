"""Broken on purpose: it requires what nobody has."""
