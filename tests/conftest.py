"""Fixtures of the whole suite are the ones plugin authors get."""

pytest_plugins = ["core.testing.fixtures"]
