"""How many the meetings have reached, each person counted once."""
