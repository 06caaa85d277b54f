"""Who was there, and for how long."""
