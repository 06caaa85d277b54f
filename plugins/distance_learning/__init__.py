"""Lärcentrum och distansstudier: a plugin of Samkraft."""
