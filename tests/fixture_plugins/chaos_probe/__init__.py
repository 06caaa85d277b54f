"""A clean probe for the chaos run: one form, one row, one event, two jobs, each leaving a mark that can be counted."""
