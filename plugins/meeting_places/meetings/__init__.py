"""Meetings and their programmes."""
