"""How far each municipality has come with a standard."""
