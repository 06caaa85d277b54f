"""From an inhabitant's interest in a course to a cohort that starts: counts, decisions, seats and waiting list."""
