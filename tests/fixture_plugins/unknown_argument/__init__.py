"""Broken on purpose: its hook asks for an argument that nobody gives."""
