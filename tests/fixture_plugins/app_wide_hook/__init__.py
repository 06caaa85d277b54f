"""Hostile: it wants to see every request of the application."""
