"""Broken on purpose: its table has another plugin's prefix."""
