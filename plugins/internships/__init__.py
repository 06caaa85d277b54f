"""Placements (VFU, LIA, APL, prao): places are collected, applicants are matched with them, and everybody sees why."""
