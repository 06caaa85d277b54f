"""What those who were at a meeting thought of it."""
