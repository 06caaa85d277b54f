"""The catalogue for others: EMIL 3 documents, files and calendars."""
