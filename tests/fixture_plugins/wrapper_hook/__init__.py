"""Broken on purpose: it wraps a hook of everybody."""
