"""Choosing classes as an optimisation: instances, solvers, results and an independent verifier. No database, no web, no settings."""
