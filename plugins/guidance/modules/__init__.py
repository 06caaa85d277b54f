"""Competence development for those who guide: modules with steps, and everybody's own progress."""
