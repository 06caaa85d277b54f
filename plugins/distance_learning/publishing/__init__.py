"""Courses that can be followed at a learning centre."""
