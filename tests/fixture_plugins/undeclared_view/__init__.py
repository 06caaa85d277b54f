"""Broken on purpose: a page that does not say who may see it."""
