"""Bookings by people without an account: what they have in common, and the link in the mail that is the right to it."""
