"""Broken on purpose."""

plugin = {"name": "not_a_plugin"}
