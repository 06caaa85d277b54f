"""Kinds of placement as policy: their rules, ready made and the region's own."""
