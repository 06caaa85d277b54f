"""Figures per learning centre and term, for those who pay for them."""
