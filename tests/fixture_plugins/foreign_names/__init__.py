"""Broken on purpose: it declares a permission in another plugin's name."""
