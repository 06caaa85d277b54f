"""Periods: the rounds in which places are offered, wished for and matched."""
