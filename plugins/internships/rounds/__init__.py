"""Matching as it is run: runs, placements, and what is decided beforehand."""
