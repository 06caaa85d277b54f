"""Bookings of study places, rooms and equipment."""
