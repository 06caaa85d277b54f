"""Broken on purpose: it takes the name of another plugin."""
