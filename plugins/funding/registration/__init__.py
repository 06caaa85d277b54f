"""Participants who register themselves by a project's link, without an account."""
