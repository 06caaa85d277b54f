"""A plugin at the end of a chain of requirements, whose start can be made to fail."""
