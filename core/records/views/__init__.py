"""Pages of records and personal data."""
