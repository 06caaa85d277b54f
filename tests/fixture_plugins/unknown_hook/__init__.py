"""Broken on purpose: it implements a hook that does not exist."""
