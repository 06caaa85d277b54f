"""Calendars to subscribe to: all meetings of a region, or of a theme."""
