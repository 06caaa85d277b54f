"""Broken on purpose: its name is an address of core."""
