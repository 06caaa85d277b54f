"""Questions and answers about a meeting, before, during and after it."""
