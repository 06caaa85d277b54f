"""The yearly report: what was planned, what was done, and what came of it."""
