"""Drafts that go out to organisations, and their answers."""
