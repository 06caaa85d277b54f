"""Meeting places: series of meetings, their themes, and who organises them together."""
