"""Guidance, study support, study groups and check-lists."""
