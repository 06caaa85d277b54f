"""Plans of regions that share, side by side."""
