"""Demand pooling: employers' small needs, added up over municipal borders until they make a class."""
