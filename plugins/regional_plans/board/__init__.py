"""What the board is asked and what it decides, with its amendments of the plan."""
