"""What a plugin author's tests stand on: fixtures, factories, and the conformance suite.

In a test package of your own: `pytest_plugins = ["core.testing.fixtures"]`.
"""
