"""Tables that people read in: choose a file, say what its columns mean, look at what it would do, apply it, and undo it."""
