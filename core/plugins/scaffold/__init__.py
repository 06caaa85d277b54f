"""Write a small complete plugin: ``samkraft plugins new``."""
