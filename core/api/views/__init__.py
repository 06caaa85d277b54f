"""The operations of core, and the pages about the API."""
