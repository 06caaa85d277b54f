"""Local titles, and which standard each of them is."""
