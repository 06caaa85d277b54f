"""Broken on purpose: a boot hook raises."""
