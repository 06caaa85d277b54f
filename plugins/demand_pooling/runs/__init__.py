"""Plans for a region: what goes in, the run that makes one, its pages, and its becoming clusters."""
