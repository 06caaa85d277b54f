"""Files as people hand them in: tables of rows whatever the format, and the folder in which they wait."""
