"""Broken on purpose: the module has no object named plugin."""
