"""Dossiers and the evidence beside."""
