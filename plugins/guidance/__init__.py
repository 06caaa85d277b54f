"""Guidance (*vägledning*): what is needed here, the ways to it, and tools for everyone who guides."""
