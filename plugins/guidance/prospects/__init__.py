"""Forecasts that are read in, with their source."""
