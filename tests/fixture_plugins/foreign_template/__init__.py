"""Broken on purpose: its template lies under another plugin's name."""
