"""Matching applicants with places: file format, solvers, repair, reasons, and a verifier of its own. No database, no web, no settings."""
