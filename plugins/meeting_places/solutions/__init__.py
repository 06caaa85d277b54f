"""Local solutions: what a municipality does that others can take after."""
