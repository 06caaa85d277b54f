"""A plugin that requires another one and feeds on its events."""
