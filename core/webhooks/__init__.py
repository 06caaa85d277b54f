"""Webhooks: events of a region, told to other systems."""
