"""Providers keep their own courses by form: drafts, copies per term, cancelling with notice. What is published goes the import's way."""
