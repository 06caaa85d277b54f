"""Broken on purpose: it registers a class that is no event."""
