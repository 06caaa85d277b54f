"""Broken on purpose: the object is no Plugin."""
