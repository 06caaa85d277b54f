"""The page for an occupation in a place, composed of what every part knows."""
