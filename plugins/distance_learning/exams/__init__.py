"""Examinations at learning centres (*tentamen på lärcentrum*)."""
