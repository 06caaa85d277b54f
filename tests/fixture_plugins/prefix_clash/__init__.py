"""Broken on purpose: its name begins with that of another plugin, so that their tables would mix."""
