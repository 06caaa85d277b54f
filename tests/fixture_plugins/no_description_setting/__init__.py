"""Broken on purpose: its settings explain nothing, lack a default, and accept anything."""
