"""Cooperation agreements between schools and employers."""
