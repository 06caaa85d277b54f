"""Texts that staff write for the pages: easy to read, and in other languages."""
