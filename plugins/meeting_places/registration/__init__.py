"""Registration for a meeting, without an account."""
