"""Broken on purpose: its module cannot be imported."""
