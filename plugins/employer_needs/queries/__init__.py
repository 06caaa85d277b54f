"""Reads. Each says what it returns; nothing is loaded lazily afterwards."""
