"""Parking spaces for visitors: a plugin that is built, installed and removed as a wheel of its own."""
