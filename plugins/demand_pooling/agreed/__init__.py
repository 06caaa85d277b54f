"""Titles that organisations have agreed to mean the same role, as another part of the system told of them."""
