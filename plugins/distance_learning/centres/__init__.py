"""Learning centres: their pages, their rooms and equipment, their own look at their quality."""
