"""What becomes of a match: answers, lists, changes by hand, and repair."""
