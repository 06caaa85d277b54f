"""Proposals and comments on a draft."""
