"""Counties and municipalities: their names, and how far it is between them."""
