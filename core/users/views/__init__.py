"""Pages where people sign in and keep their accounts. Each module has a blueprint of its own; `core/web/mounting.py` lists them."""
