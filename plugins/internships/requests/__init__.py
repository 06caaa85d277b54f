"""Orders of places (*beställning*), distributed to units."""
