"""Adapted guidance: needs that ways are matched with, and check-lists for those who are new here or need something particular."""
