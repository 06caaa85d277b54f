"""Write a small complete plugin: `samkraft plugins new`. What is written passes the checks of the house as it stands."""

from core.plugins.scaffold.write import write_plugin

__all__ = ["write_plugin"]
