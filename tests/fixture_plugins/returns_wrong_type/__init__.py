"""Broken on purpose: a boot hook returns something else than it should."""
